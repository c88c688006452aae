#include "contact/audiences/callee.hpp"

namespace hatif::contact {

namespace {

v1::Refusal refusal(const CalleeFacts& facts) {
    if (facts.contact == nullptr) return v1::REFUSAL_DELETED;
    if (!facts.is_member) return v1::REFUSAL_REMOVED_FROM_AUDIENCE;
    if (!facts.contact->phone) return v1::REFUSAL_PHONE_INVALID;
    if (facts.do_not_call) return v1::REFUSAL_DO_NOT_CALL;
    const bool unreachable = facts.contact->phone_status == PhoneStatus::unreachable;
    if (unreachable && !facts.include_unreachable) return v1::REFUSAL_UNREACHABLE;
    return v1::REFUSAL_UNSPECIFIED;
}

} // namespace

void to_callee(const CalleeFacts& facts, v1::Callee& callee) {
    callee.set_refusal(refusal(facts));
    if (callee.refusal() != v1::REFUSAL_UNSPECIFIED) return;
    const auto& contact = *facts.contact;
    callee.set_phone(contact.phone->e164());
    callee.set_timezone(contact.text(TextField::timezone).value_or(std::string{}));
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
