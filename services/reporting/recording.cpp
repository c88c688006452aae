#include "reporting/recording.hpp"

#include "reporting/stored_text.hpp"

#include "rpc/time.hpp"

#include <algorithm>
#include <chrono>

namespace hatif::reporting {

using base::Uuid;

namespace {

/// What every event of a recording says alike.
template <class Told>
RecordingSeen seen_in(const dialer::v1::CallEvent& event, const Told& told) {
    return {.organization = Uuid::parse(event.organization_id()).value_or(Uuid{}),
            .attempt = Uuid::parse(event.attempt_id()).value_or(Uuid{}),
            .job = Uuid::parse(event.job_id()).value_or(Uuid{}),
            .kind = told.kind(),
            .node = short_name(told.node_id()),
            .began_at = rpc::from_wire(event.occurred_at())};
}

RecordingSeen seen_in(const dialer::v1::CallEvent& event, const dialer::v1::RecordingSaved& told) {
    auto seen = seen_in<>(event, told);
    seen.status = v1::RECORDING_STATUS_SAVED;
    if (told.has_began_at()) seen.began_at = rpc::from_wire(told.began_at());
    seen.duration_ms =
        std::chrono::floor<std::chrono::milliseconds>(rpc::from_wire(told.length())).count();
    seen.bytes = static_cast<std::int64_t>(told.bytes());
    seen.channels = static_cast<std::int32_t>(told.channels());
    seen.hash = short_name(told.hash());
    seen.object_key = without_nul(told.object_key());
    return seen;
}

RecordingSeen seen_in(const dialer::v1::CallEvent& event, const dialer::v1::RecordingFailed& told) {
    auto seen = seen_in<>(event, told);
    seen.status = v1::RECORDING_STATUS_FAILED;
    seen.code = short_name(told.code());
    seen.message = short_name(told.message());
    return seen;
}

template <class Told>
void see(const dialer::v1::CallEvent& event, const Told& told, RecordingsSeen& to) {
    const auto id = Uuid::parse(told.recording_id());
    if (!id) return; // none of ours: there is nothing that it could be asked for by
    auto seen = seen_in(event, told);
    const auto [known, added] = to.try_emplace(*id, seen);
    if (added || known->second.organization != seen.organization) return; // an id has one owner
    seen.began_at = std::min(seen.began_at, known->second.began_at);
    if (seen.status > known->second.status) known->second = std::move(seen);
}

} // namespace

void see_recording(const dialer::v1::CallEvent& event, RecordingsSeen& to) {
    if (event.has_recording_started()) see(event, event.recording_started(), to);
    if (event.has_recording_saved()) see(event, event.recording_saved(), to);
    if (event.has_recording_failed()) see(event, event.recording_failed(), to);
}

} // namespace hatif::reporting
