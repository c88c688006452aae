#include "contact/engagement/ended_calls.hpp"

#include "rpc/time.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <optional>
#include <set>
#include <string_view>

namespace hatif::contact {

namespace {

using program::v1::ExecutionEvent;

/// A person who calls us and is answered was reached, at the number that they call from. One whom
/// we did not answer says nothing of theirs; nor do callers whom nobody knows.
bool tells_of_a_person(const program::v1::AttemptEnded& it) {
    return !it.inbound() || (it.answered() && !it.contact_id().empty());
}

/// None: the ids are none, and the event can never be taken.
std::optional<EndedCall> call_in(const ExecutionEvent& event) {
    const auto& it = event.attempt_ended();
    const auto organization = base::Uuid::parse(event.organization_id());
    const auto contact = base::Uuid::parse(it.contact_id());
    if (!organization || !contact) return std::nullopt;
    EndedCall call{.organization = base::OrganizationId{*organization},
                   .contact = base::ContactId{*contact},
                   .to = it.inbound() ? it.from() : it.to(),
                   .at = rpc::from_wire(it.has_started_at() ? it.started_at() : it.ended_at()),
                   .answered = it.answered(),
                   .outcome = it.outcome(),
                   .reason = it.outcome_reason(),
                   .q850 = it.q850()};
    // A trunk is judged by the calls that we make.
    const auto trunk = base::Uuid::parse(it.inbound() ? std::string{} : it.trunk_id());
    if (trunk) call.trunk = base::TrunkId{*trunk};
    return call;
}

} // namespace

std::vector<std::string> keys_of(const kafka::Batch& batch) {
    std::set<std::string_view> keys;
    for (const auto& it : batch.records()) keys.insert(it.key);
    return {keys.begin(), keys.end()};
}

EndedCalls read_ended_calls(kafka::Batch& batch, const std::map<std::string, std::string>& last) {
    EndedCalls found;
    ExecutionEvent event; // one for all: it keeps its memory
    for (std::size_t i = 0; i < batch.records().size(); ++i) {
        const auto& record = batch.records()[i];
        const auto sequence = record.header("ce_sequence");
        if (sequence.empty()) {
            batch.reject(i, "no ce_sequence");
            continue;
        }
        const std::string key{record.key};
        const auto before = last.find(key);
        auto& reached =
            found.last.try_emplace(key, before == last.end() ? "" : before->second).first->second;
        if (sequence <= reached) continue;
        reached = sequence;
        if (!event.ParseFromArray(record.payload.data(), static_cast<int>(record.payload.size()))) {
            batch.reject(i, "not a hatif.program.v1.ExecutionEvent");
            continue;
        }
        if (!event.has_attempt_ended() || event.attempt_ended().test()) continue;
        if (!tells_of_a_person(event.attempt_ended())) continue;
        if (auto call = call_in(event)) {
            found.calls.push_back(*std::move(call));
        } else {
            batch.reject(i, "organization_id or contact_id is no uuid");
        }
    }
    return found;
}

} // namespace hatif::contact
