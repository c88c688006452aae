#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"

#include <hatif/program/v1/flow_service.grpc.pb.h>

namespace hatif::program_scheduler {

class FlowService final : public program::v1::FlowService::Service {
public:
    FlowService(endpoint::Endpoint& endpoint, const base::Clock& clock)
        : endpoint_{endpoint}, clock_{clock} {}

    grpc::Status ListFlows(grpc::ServerContext* context,
                           const program::v1::ListFlowsRequest* request,
                           program::v1::ListFlowsResponse* answer) override;
    grpc::Status CreateFlow(grpc::ServerContext* context,
                            const program::v1::CreateFlowRequest* request,
                            program::v1::Flow* answer) override;
    grpc::Status GetFlow(grpc::ServerContext* context,
                         const program::v1::GetFlowRequest* request,
                         program::v1::Flow* answer) override;
    grpc::Status ValidateFlow(grpc::ServerContext* context,
                              const program::v1::ValidateFlowRequest* request,
                              program::v1::FlowValidation* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
