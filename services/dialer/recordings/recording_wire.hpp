#pragma once

#include "dialer/leasing/lease.hpp"
#include "hatif/dialer/v1/call_events.pb.h"
#include "recording/told.hpp"

#include <optional>
#include <string>

/// What a recording is of, and what became of it, as dialer/v1 tells it.
namespace hatif::dialer {

/// One recording of a call.
struct Recorded {
    dialer::v1::RecordingKind kind = dialer::v1::RECORDING_KIND_UNSPECIFIED;
    std::string node{};      ///< empty for the whole call
    std::uint32_t index = 0; ///< of the call's recordings: 0, 1, …
};

/// The id of a call's recording: the same attempt and index give the same.
base::Uuid recording_id(const base::AttemptId& attempt, std::uint32_t index);

objects::ObjectKey recording_key(const std::string& organization, const base::Uuid& id);

dialer::v1::CallEvent started_event(const Lease& lease, const Recorded& what);

/// What comes back with `Saved` or `Failed`, even from a worker that died: whose it is, and when
/// the call began to be recorded.
std::string about_of(const Lease& lease, const Recorded& what, base::Instant began);

/// The attempt that the recording is of; none when `about` is not ours.
std::optional<base::AttemptId> attempt_of(const recording::Told& told);

/// RecordingSaved or RecordingFailed, without number and time: the call fills them in.
dialer::v1::CallEvent stored_event(const recording::Told& told);

/// The same, told after its call: its number is 1,000,000 and the milliseconds since the call began
/// to be recorded, so that of one attempt the later one is above (see CallEvent.sequence).
dialer::v1::CallEvent late_event(const recording::Told& told, base::Instant now);

} // namespace hatif::dialer
