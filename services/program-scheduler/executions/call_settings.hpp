#pragma once

#include "base/instant.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/limits.hpp"

#include <hatif/program/v1/call_settings.pb.h>

#include <cstdint>
#include <vector>

namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.CallRecording.
enum class CallRecording { none = 1, full = 2 };

/// How calls are made and listened to.
struct CallSettings {
    CallRecording recording = CallRecording::none;
    /// The seven figures of hatif.program.v1.AmdSettings in their order, 0 for one that was not
    /// said; or none at all.
    std::vector<std::int32_t> amd{};
    base::Duration max_call = usual_max_call;
};

/// Each within its range, as the contract says; anything wrong is refused by its path, "amd.…".
std::vector<std::int32_t> read_amd(FieldCheck& check, const program::v1::AmdSettings& sent);

/// Refused at "recording" when it is none of the two.
CallRecording read_recording(FieldCheck& check, program::v1::CallRecording sent);

/// As a table keeps it.
std::int32_t in_seconds(base::Duration duration);

void write_amd(const std::vector<std::int32_t>& amd, program::v1::AmdSettings& wire);

/// The members of a request that a program's create and change have; null brings the default back.
template <class Request, class Cleared>
CallSettings read_call_settings(FieldCheck& check,
                                const Request& request,
                                CallSettings calls,
                                const Cleared& cleared) {
    if (cleared("recording")) calls.recording = CallRecording::none;
    if (request.has_recording()) calls.recording = read_recording(check, request.recording());
    if (cleared("amd")) calls.amd.clear();
    if (request.has_amd()) calls.amd = read_amd(check, request.amd());
    if (cleared("maxCallDuration")) calls.max_call = usual_max_call;
    if (request.has_max_call_duration()) {
        const auto seconds = request.max_call_duration();
        if (seconds < 10 || seconds > 3'600) {
            check.refuse("maxCallDuration", "must be 10 to 3600 seconds");
        }
        calls.max_call = std::chrono::seconds{seconds};
    }
    return calls;
}

} // namespace hatif::program_scheduler
