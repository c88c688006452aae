#include "contact/audiences/callee.hpp"

#include "contact/audiences/zone_sets.hpp"

namespace hatif::contact {

namespace {

Reachability reachability_of(const CalleeFacts& facts) {
    if (facts.contact == nullptr) return {.is_there = false};
    return {.is_member = facts.is_member,
            .has_phone = facts.contact->phone.has_value(),
            .do_not_call = facts.do_not_call,
            .unreachable = facts.contact->phone_status == PhoneStatus::unreachable,
            .include_unreachable = facts.include_unreachable};
}

} // namespace

v1::Refusal refusal_of(const Reachability& facts) {
    if (!facts.is_there) return v1::REFUSAL_DELETED;
    if (!facts.is_member) return v1::REFUSAL_REMOVED_FROM_AUDIENCE;
    if (!facts.has_phone) return v1::REFUSAL_PHONE_INVALID;
    if (facts.do_not_call) return v1::REFUSAL_DO_NOT_CALL;
    if (facts.unreachable && !facts.include_unreachable) return v1::REFUSAL_UNREACHABLE;
    return v1::REFUSAL_UNSPECIFIED;
}

void to_callee(const CalleeFacts& facts, v1::Callee& callee) {
    callee.set_refusal(refusal_of(reachability_of(facts)));
    if (callee.refusal() != v1::REFUSAL_UNSPECIFIED) return;
    const auto& contact = *facts.contact;
    callee.set_phone(contact.phone->e164());
    const auto& timezone = contact.text(TextField::timezone);
    callee.set_timezone(timezone.value_or(std::string{}));
    callee.set_zones(zones_of(timezone ? *timezone : contact.phone->e164()));
    callee.set_custom_attributes(visible(contact.attributes, facts.attributes));

    auto& fields = *callee.mutable_fields();
    for (const auto& rule : text_rules()) {
        if (const auto& text = contact.text(rule.field)) fields[std::string{rule.name}] = *text;
    }
    if (auto full = full_name_of(contact.texts)) fields["fullName"] = *std::move(full);
    if (const auto& email = contact.text(TextField::primary_email)) fields["email"] = *email;
    fields["primaryPhone"] = contact.primary_phone;
    fields["phone"] = contact.primary_phone;
    fields["phoneE164"] = contact.phone->e164();
}

} // namespace hatif::contact
