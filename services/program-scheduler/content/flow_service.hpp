#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "program_scheduler/content/attributes.hpp"

#include <hatif/program/v1/flow_service.grpc.pb.h>

namespace hatif::program_scheduler {

class FlowService final : public program::v1::FlowService::Service {
public:
    FlowService(endpoint::Endpoint& endpoint,
                const Attributes& attributes,
                const base::Clock& clock)
        : endpoint_{endpoint}, attributes_{attributes}, clock_{clock} {}

    grpc::Status ListFlows(grpc::ServerContext* context,
                           const program::v1::ListFlowsRequest* request,
                           program::v1::ListFlowsResponse* answer) override;
    grpc::Status CreateFlow(grpc::ServerContext* context,
                            const program::v1::CreateFlowRequest* request,
                            program::v1::Flow* answer) override;
    grpc::Status GetFlow(grpc::ServerContext* context,
                         const program::v1::GetFlowRequest* request,
                         program::v1::Flow* answer) override;
    grpc::Status UpdateFlow(grpc::ServerContext* context,
                            const program::v1::UpdateFlowRequest* request,
                            program::v1::Flow* answer) override;
    grpc::Status DeleteFlow(grpc::ServerContext* context,
                            const program::v1::DeleteFlowRequest* request,
                            google::protobuf::Empty* answer) override;
    grpc::Status ListFlowVersions(grpc::ServerContext* context,
                                  const program::v1::ListFlowVersionsRequest* request,
                                  program::v1::ListFlowVersionsResponse* answer) override;
    grpc::Status ReadFlowVersion(grpc::ServerContext* context,
                                 const program::v1::ReadFlowVersionRequest* request,
                                 program::v1::Flow* answer) override;
    grpc::Status ValidateFlow(grpc::ServerContext* context,
                              const program::v1::ValidateFlowRequest* request,
                              program::v1::FlowValidation* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    const Attributes attributes_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
