#pragma once

#include "base/instant.hpp"
#include "base/uuid.hpp"

#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/reporting/v1/report.pb.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace hatif::reporting {

/// What one event tells of a recording, or several of them together.
struct RecordingSeen {
    base::Uuid organization{};
    base::Uuid attempt{};
    base::Uuid job{};
    std::int32_t kind = 0; ///< hatif.dialer.v1.RecordingKind
    std::string node{};
    v1::RecordingStatus status = v1::RECORDING_STATUS_RECORDING;
    base::Instant began_at{};
    std::optional<std::int64_t> duration_ms{};
    std::optional<std::int64_t> bytes{};
    std::optional<std::int32_t> channels{};
    std::optional<std::string> hash{};
    std::optional<std::string> object_key{};
    std::optional<std::string> code{};
    std::optional<std::string> message{};

    bool operator==(const RecordingSeen&) const = default;
};

/// By the recording's id.
using RecordingsSeen = std::map<base::Uuid, RecordingSeen>;

/// Adds what this event of a call tells of a recording, if it does. Whichever order they come in: a
/// recording that is saved stays so, and one that failed runs no more.
void see_recording(const dialer::v1::CallEvent& event, RecordingsSeen& to);

} // namespace hatif::reporting
