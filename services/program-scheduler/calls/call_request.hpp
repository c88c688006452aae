#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "program_scheduler/executions/call_settings.hpp"
#include "schedule/retry.hpp"

#include <hatif/program/v1/call_service.pb.h>

#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// A call as a client asks for it.
struct CallRequest {
    base::ContactId contact;
    base::FlowId flow;
    std::string from{};      ///< a number of the organization, or its id
    std::string from_path{}; ///< the member that named it: "didId"
    schedule::RetryPolicy retry{};
    std::optional<base::Instant> start_at{};
    std::string initial_variables{};
    bool test = false;
    CallRecording recording = CallRecording::none;
};

/// Every wrong member at once.
base::Result<CallRequest> read_call_request(const program::v1::RequestCallRequest& request);
base::Result<CallRequest> read_call_request(const program::v1::ExecuteFlowRequest& request);

} // namespace hatif::program_scheduler
