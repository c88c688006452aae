#include "contact/do_not_call/wire.hpp"

#include "rpc/time.hpp"

namespace hatif::contact {

namespace {

v1::DoNotCallSource to_wire(DoNotCallSource source) {
    switch (source) {
    case DoNotCallSource::ivr:
        return v1::DO_NOT_CALL_SOURCE_IVR;
    case DoNotCallSource::import:
        return v1::DO_NOT_CALL_SOURCE_IMPORT;
    case DoNotCallSource::api:
        break;
    }
    return v1::DO_NOT_CALL_SOURCE_API;
}

/// Counts it, and answers its word.
v1::DoNotCallOutcome count(ListingOutcome outcome, v1::AddDoNotCallResponse& wire) {
    switch (outcome) {
    case ListingOutcome::added:
        wire.set_added(wire.added() + 1);
        return v1::DO_NOT_CALL_OUTCOME_ADDED;
    case ListingOutcome::updated:
        wire.set_updated(wire.updated() + 1);
        return v1::DO_NOT_CALL_OUTCOME_UPDATED;
    case ListingOutcome::unchanged:
        wire.set_unchanged(wire.unchanged() + 1);
        return v1::DO_NOT_CALL_OUTCOME_UNCHANGED;
    case ListingOutcome::failed:
        break;
    }
    wire.set_failed(wire.failed() + 1);
    return v1::DO_NOT_CALL_OUTCOME_FAILED;
}

} // namespace

void to_wire(const DoNotCallEntry& entry, v1::DoNotCallEntry& wire) {
    wire.set_id(entry.id.to_string());
    wire.set_organization_id(entry.organization.value().to_string());
    wire.set_number(entry.number.e164());
    if (entry.reason) wire.set_reason(*entry.reason);
    wire.set_source(to_wire(entry.source));
    if (entry.expires_at) rpc::set(*wire.mutable_expires_at(), *entry.expires_at);
    rpc::set(*wire.mutable_created_at(), entry.created_at);
    rpc::set(*wire.mutable_updated_at(), entry.updated_at);
}

void to_wire(const Listing& listing, v1::AddDoNotCallResponse& wire) {
    for (std::size_t index = 0; index < listing.results.size(); ++index) {
        const auto& result = listing.results[index];
        auto& line = *wire.add_results();
        line.set_index(static_cast<std::uint32_t>(index));
        if (result.id) line.set_id(result.id->to_string());
        if (result.number) line.set_number(result.number->e164());
        line.set_outcome(count(result.outcome, wire));
        if (!result.error.empty()) line.set_error(result.error);
    }
}

DoNotCallSource from_wire(v1::DoNotCallSource source) {
    switch (source) {
    case v1::DO_NOT_CALL_SOURCE_IVR:
        return DoNotCallSource::ivr;
    case v1::DO_NOT_CALL_SOURCE_IMPORT:
        return DoNotCallSource::import;
    default:
        return DoNotCallSource::api;
    }
}

} // namespace hatif::contact
