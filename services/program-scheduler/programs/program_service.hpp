#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "program_scheduler/programs/launch.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/program_service.grpc.pb.h>

namespace hatif::program_scheduler {

/// What programs are served with; it outlives their service.
struct ProgramSurroundings {
    endpoint::Endpoint& endpoint;
    pg::Pool& pool;
    contact::v1::MembershipService::StubInterface& contacts;
    gateway::v1::OrganizationLookupService::StubInterface& gateway;
    const rpc::ServiceIdentity& identity;
    const base::Clock& clock;
};

class ProgramService final : public program::v1::ProgramService::Service {
public:
    explicit ProgramService(const ProgramSurroundings& around)
        : endpoint_{around.endpoint}, pool_{around.pool}, contacts_{around.contacts},
          organizations_{around.gateway, around.identity}, identity_{around.identity},
          clock_{around.clock} {}

    grpc::Status ListPrograms(grpc::ServerContext* context,
                              const program::v1::ListProgramsRequest* request,
                              program::v1::ListProgramsResponse* answer) override;
    grpc::Status CreateProgram(grpc::ServerContext* context,
                               const program::v1::CreateProgramRequest* request,
                               program::v1::Program* answer) override;
    grpc::Status GetProgram(grpc::ServerContext* context,
                            const program::v1::GetProgramRequest* request,
                            program::v1::Program* answer) override;
    grpc::Status UpdateProgram(grpc::ServerContext* context,
                               const program::v1::UpdateProgramRequest* request,
                               program::v1::Program* answer) override;
    grpc::Status DeleteProgram(grpc::ServerContext* context,
                               const program::v1::DeleteProgramRequest* request,
                               google::protobuf::Empty* answer) override;
    grpc::Status LaunchProgram(grpc::ServerContext* context,
                               const program::v1::LaunchProgramRequest* request,
                               program::v1::LaunchProgramResponse* answer) override;
    grpc::Status PreflightProgram(grpc::ServerContext* context,
                                  const program::v1::PreflightProgramRequest* request,
                                  program::v1::Preflight* answer) override;
    grpc::Status CloneProgram(grpc::ServerContext* context,
                              const program::v1::CloneProgramRequest* request,
                              program::v1::Program* answer) override;
    grpc::Status ListProgramExecutions(grpc::ServerContext* context,
                                       const program::v1::ListProgramExecutionsRequest* request,
                                       program::v1::ListProgramExecutionsResponse* answer) override;

private:
    base::Result<AudienceNow> describe(const base::OrganizationId& organization,
                                       const base::AudienceId& audience);
    base::Result<void> create(const rpc::Caller& caller,
                              pg::Transaction& transaction,
                              const program::v1::CreateProgramRequest& request,
                              program::v1::Program& answer);
    base::Result<void> update(const rpc::Caller& caller,
                              pg::Transaction& transaction,
                              const program::v1::UpdateProgramRequest& request,
                              program::v1::Program& answer);
    base::Result<void> clone(const rpc::Caller& caller,
                             pg::Transaction& transaction,
                             const program::v1::CloneProgramRequest& request,
                             program::v1::Program& answer);
    base::Result<void> launch_one(const rpc::Caller& caller,
                                  pg::Transaction& transaction,
                                  const base::ProgramId& id,
                                  const base::Result<OrganizationRules>& rules,
                                  program::v1::LaunchProgramResponse& answer);
    base::Result<void> check_trigger(const Program& program, base::Instant now);
    base::Result<contact::v1::Census> take_census(const Program& program,
                                                  const AudienceNow& audience);
    base::Result<void>
    preflight(const rpc::Caller& caller, const base::ProgramId& id, program::v1::Preflight& answer);

    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const OrganizationLookup organizations_;
    const rpc::ServiceIdentity& identity_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
