#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"

#include <hatif/program/v1/did_service.grpc.pb.h>

namespace hatif::program_scheduler {

class DidService final : public program::v1::DidService::Service {
public:
    DidService(endpoint::Endpoint& endpoint, const base::Clock& clock)
        : endpoint_{endpoint}, clock_{clock} {}

    grpc::Status ListAvailableDids(grpc::ServerContext* context,
                                   const program::v1::ListAvailableDidsRequest* request,
                                   program::v1::ListDidsResponse* answer) override;
    grpc::Status ListDids(grpc::ServerContext* context,
                          const program::v1::ListDidsRequest* request,
                          program::v1::ListDidsResponse* answer) override;
    grpc::Status CreateDid(grpc::ServerContext* context,
                           const program::v1::CreateDidRequest* request,
                           program::v1::Did* answer) override;
    grpc::Status GetDid(grpc::ServerContext* context,
                        const program::v1::GetDidRequest* request,
                        program::v1::Did* answer) override;
    grpc::Status UpdateDid(grpc::ServerContext* context,
                           const program::v1::UpdateDidRequest* request,
                           program::v1::Did* answer) override;
    grpc::Status AssignDid(grpc::ServerContext* context,
                           const program::v1::AssignDidRequest* request,
                           program::v1::Did* answer) override;
    grpc::Status ListTrunks(grpc::ServerContext* context,
                            const program::v1::ListTrunksRequest* request,
                            program::v1::ListTrunksResponse* answer) override;
    grpc::Status CreateTrunk(grpc::ServerContext* context,
                             const program::v1::CreateTrunkRequest* request,
                             program::v1::Trunk* answer) override;
    grpc::Status GetTrunk(grpc::ServerContext* context,
                          const program::v1::GetTrunkRequest* request,
                          program::v1::Trunk* answer) override;
    grpc::Status UpdateTrunk(grpc::ServerContext* context,
                             const program::v1::UpdateTrunkRequest* request,
                             program::v1::Trunk* answer) override;
    grpc::Status DeleteTrunk(grpc::ServerContext* context,
                             const program::v1::DeleteTrunkRequest* request,
                             google::protobuf::Empty* answer) override;

private:
    endpoint::Endpoint& endpoint_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
