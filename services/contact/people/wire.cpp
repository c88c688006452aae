#include "contact/people/wire.hpp"

#include "rpc/time.hpp"

namespace hatif::contact {

namespace {

v1::PhoneStatus to_wire(PhoneStatus status) {
    switch (status) {
    case PhoneStatus::valid:
        return v1::PHONE_STATUS_VALID;
    case PhoneStatus::possible:
        return v1::PHONE_STATUS_POSSIBLE;
    case PhoneStatus::unreachable:
        return v1::PHONE_STATUS_UNREACHABLE;
    case PhoneStatus::invalid:
        break;
    }
    return v1::PHONE_STATUS_INVALID;
}

v1::UpsertOutcome to_wire(UpsertOutcome outcome) {
    switch (outcome) {
    case UpsertOutcome::created:
        return v1::UPSERT_OUTCOME_CREATED;
    case UpsertOutcome::updated:
        return v1::UPSERT_OUTCOME_UPDATED;
    case UpsertOutcome::unchanged:
        return v1::UPSERT_OUTCOME_UNCHANGED;
    case UpsertOutcome::failed:
        break;
    }
    return v1::UPSERT_OUTCOME_FAILED;
}

void count(UpsertOutcome outcome, v1::UpsertContactsResponse& wire) {
    switch (outcome) {
    case UpsertOutcome::created:
        return wire.set_created(wire.created() + 1);
    case UpsertOutcome::updated:
        return wire.set_updated(wire.updated() + 1);
    case UpsertOutcome::unchanged:
        return wire.set_unchanged(wire.unchanged() + 1);
    case UpsertOutcome::failed:
        return wire.set_failed(wire.failed() + 1);
    }
}

} // namespace

void to_wire(const Contact& contact, const AttributeSchema& schema, v1::Contact& wire) {
    using enum TextField;
    wire.set_id(contact.id.value().to_string());
    wire.set_organization_id(contact.organization.value().to_string());
    wire.set_primary_phone(contact.primary_phone);
    if (contact.phone) wire.set_phone_e164(contact.phone->e164());
    wire.set_phone_status(to_wire(contact.phone_status));
    if (const auto& text = contact.text(first_name)) wire.set_first_name(*text);
    if (const auto& text = contact.text(last_name)) wire.set_last_name(*text);
    if (auto full = full_name_of(contact.texts)) wire.set_full_name(*std::move(full));
    if (const auto& text = contact.text(primary_email)) wire.set_primary_email(*text);
    if (const auto& text = contact.text(address)) wire.set_address(*text);
    if (const auto& text = contact.text(city)) wire.set_city(*text);
    if (const auto& text = contact.text(state)) wire.set_state(*text);
    if (const auto& text = contact.text(zip)) wire.set_zip(*text);
    if (const auto& text = contact.text(occupation)) wire.set_occupation(*text);
    if (const auto& text = contact.text(preferred_channel)) wire.set_preferred_channel(*text);
    if (const auto& text = contact.text(gender)) wire.set_gender(*text);
    for (const auto& channel : contact.channels) wire.add_channels(channel);
    if (const auto& text = contact.text(language)) wire.set_language(*text);
    if (const auto& text = contact.text(timezone)) wire.set_timezone(*text);
    wire.set_custom_attributes(visible(contact.attributes, schema));
    rpc::set(*wire.mutable_created_at(), contact.created_at);
    rpc::set(*wire.mutable_updated_at(), contact.updated_at);
}

void to_wire(const Applied& applied, v1::UpsertContactsResponse& wire) {
    for (std::size_t index = 0; index < applied.results.size(); ++index) {
        const auto& result = applied.results[index];
        count(result.outcome, wire);
        auto& line = *wire.add_results();
        line.set_index(static_cast<std::uint32_t>(index));
        if (result.id) line.set_id(result.id->value().to_string());
        line.set_outcome(to_wire(result.outcome));
        for (const auto& error : result.errors) {
            auto& told = *line.add_errors();
            told.set_path(error.path);
            told.set_message(error.what);
        }
    }
}

std::optional<PhoneStatus> from_wire(v1::PhoneStatus status) {
    for (const auto known : {PhoneStatus::valid, PhoneStatus::possible, PhoneStatus::invalid,
                             PhoneStatus::unreachable}) {
        if (to_wire(known) == status) return known;
    }
    return std::nullopt;
}

} // namespace hatif::contact
