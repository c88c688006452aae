#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "endpoint/endpoint.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/content/audio_service.hpp"
#include "program_scheduler/content/directory_store.hpp"
#include "program_scheduler/content/flow_service.hpp"
#include "program_scheduler/content/temporary_directory.hpp"
#include "program_scheduler/executions/execution_lookup.hpp"
#include "program_scheduler/executions/execution_service.hpp"
#include "program_scheduler/numbers/did_service.hpp"
#include "program_scheduler/programs/program_service.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server.h>

#include <memory>
#include <string>

/// For tests: content, numbers, programs and executions served on a channel within the process, on
/// a real PostgreSQL and a real object store, with the real decoder.
namespace hatif::program_scheduler::testing {

/// The contact service, in which every audience has three members.
class Audiences final : public contact::v1::MembershipService::Service {
public:
    grpc::Status DescribeAudience(grpc::ServerContext*,
                                  const contact::v1::DescribeAudienceRequest*,
                                  contact::v1::AudienceVersion* answer) override {
        answer->set_version(1);
        answer->set_count(3);
        return grpc::Status::OK;
    }
};

class ServiceFixture {
public:
    ServiceFixture();
    ~ServiceFixture();

    /// A call of somebody with this role in this organization.
    std::unique_ptr<grpc::ClientContext> as(rpc::Role role,
                                            const base::OrganizationId& organization) const;
    /// A call of the platform's administrator.
    std::unique_ptr<grpc::ClientContext> as_platform() const;

    /// A call of another service.
    std::unique_ptr<grpc::ClientContext> as_service() const;

    const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
    pg::Pool& pool() { return pool_; }
    ObjectStore& objects() { return objects_; }

    const base::OrganizationId ours{base::Uuid::v7(base::SystemClock{}.now())};
    const base::OrganizationId theirs{base::Uuid::v7(base::SystemClock{}.now())};

private:
    std::unique_ptr<grpc::ClientContext> signed_by(const rpc::Caller& caller) const;

    rpc::CallerKeys keys_;
    pg::Pool pool_;
    endpoint::Endpoint endpoint_;
    base::SystemClock clock_;
    TemporaryDirectory directory_;
    DirectoryStore objects_;
    transcode::Decoder decoder_;
    AudioService audio_;
    FlowService flows_;
    DidService dids_;
    rpc::ServiceIdentity identity_;
    Audiences audiences_;
    std::unique_ptr<grpc::Server> others_;
    std::unique_ptr<contact::v1::MembershipService::Stub> contacts_;
    std::unique_ptr<ProgramService> programs_;
    ExecutionService executions_;
    ExecutionLookup lookup_;
    std::unique_ptr<grpc::Server> server_;
    std::shared_ptr<grpc::Channel> channel_;
};

/// "AUDIO_NOT_FOUND", or "" when it went well.
std::string reason_of(const grpc::Status& status);
/// The paths of the members that were refused: "name graph".
std::string fields_of(const grpc::Status& status);

} // namespace hatif::program_scheduler::testing
