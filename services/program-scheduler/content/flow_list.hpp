#pragma once

#include "program_scheduler/content/flow_check.hpp"

#include <hatif/program/v1/flow_service.pb.h>

namespace hatif::program_scheduler {

/// A page of the organization's flows in their newest versions, each checked.
base::Result<void> list(pg::Transaction& transaction,
                        const Surroundings& around,
                        const program::v1::ListFlowsRequest& request,
                        program::v1::ListFlowsResponse& answer);

/// A page of one flow's versions, each checked. FLOW_NOT_FOUND.
base::Result<void> list(pg::Transaction& transaction,
                        const Surroundings& around,
                        const program::v1::ListFlowVersionsRequest& request,
                        program::v1::ListFlowVersionsResponse& answer);

} // namespace hatif::program_scheduler
