#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "program_scheduler/executions/call_settings.hpp"
#include "schedule/retry.hpp"

#include <string>

namespace hatif::program_scheduler {

/// What a single call is run with and judged by, as it was asked for: a program's execution says
/// the same for all of its jobs.
struct SingleCall {
    base::FlowId flow;
    int flow_version = 1;
    schedule::RetryPolicy retry{};
    std::string initial_variables{}; ///< a JSON object, or nothing
    std::string currency{};          ///< ISO 4217
    bool test = false;               ///< a test call: kept out of statistics
    bool cancelled = false;          ///< no attempt may start any more
    CallRecording recording = CallRecording::none;
    bool inbound = false; ///< it came to us
};

} // namespace hatif::program_scheduler
