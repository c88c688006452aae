#pragma once

#include "endpoint/endpoint.hpp"

#include <hatif/program/v1/flow_lookup_service.grpc.pb.h>

namespace hatif::program_scheduler {

/// What other services ask about flows; for services only.
class FlowLookup final : public program::v1::FlowLookupService::Service {
public:
    explicit FlowLookup(endpoint::Endpoint& endpoint) : endpoint_{endpoint} {}

    grpc::Status ReadFlowGraph(grpc::ServerContext* context,
                               const program::v1::ReadFlowGraphRequest* request,
                               program::v1::FlowGraph* answer) override;

private:
    endpoint::Endpoint& endpoint_;
};

} // namespace hatif::program_scheduler
