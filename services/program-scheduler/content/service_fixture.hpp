#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "endpoint/endpoint.hpp"
#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/content/audio_service.hpp"
#include "program_scheduler/content/dictionary_service.hpp"
#include "program_scheduler/content/flow_lookup.hpp"
#include "program_scheduler/content/flow_service.hpp"
#include "program_scheduler/content/simulation_service.hpp"
#include "program_scheduler/executions/execution_lookup.hpp"
#include "program_scheduler/executions/execution_service.hpp"
#include "program_scheduler/numbers/did_service.hpp"
#include "program_scheduler/programs/program_service.hpp"
#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server.h>

#include <memory>
#include <optional>
#include <set>
#include <string>

/// For tests: content, numbers, programs and executions served on a channel within the process, on
/// a real PostgreSQL and a real object store, with the real decoder.
namespace hatif::program_scheduler::testing {

/// The contact service, in which every audience has three members, unless told otherwise.
class Audiences final : public contact::v1::MembershipService::Service {
public:
    std::int64_t count = 3;
    /// No audience is there.
    bool gone = false;
    /// The custom attributes that every organization has; none: contact is away.
    std::optional<std::set<std::string>> attributes{{"account_balance", "due_date"}};

    grpc::Status DescribeAudience(grpc::ServerContext*,
                                  const contact::v1::DescribeAudienceRequest*,
                                  contact::v1::AudienceVersion* answer) override {
        if (gone) {
            return rpc::to_status(
                {base::Errc::not_found, "no such audience", "AUDIENCE_NOT_FOUND"});
        }
        answer->set_version(1);
        answer->set_count(count);
        return grpc::Status::OK;
    }

    /// Who is in it, and may be called or not.
    contact::v1::Census census{};

    grpc::Status TakeCensus(grpc::ServerContext*,
                            const contact::v1::TakeCensusRequest*,
                            contact::v1::Census* answer) override {
        *answer = census;
        return grpc::Status::OK;
    }

    /// All of its attributes are dates; nobody falls due.
    grpc::Status DueMembers(grpc::ServerContext*,
                            const contact::v1::DueMembersRequest* request,
                            grpc::ServerWriter<contact::v1::DueMembersResponse>*) override {
        if (attributes && attributes->contains(request->attribute())) return grpc::Status::OK;
        return rpc::to_status(
            {base::Errc::not_found, "no such attribute", "CUSTOM_ATTRIBUTE_NOT_FOUND"});
    }

    /// Who is there, and what is told of them; nobody else is.
    std::optional<contact::v1::Callee> callee{};

    grpc::Status Snapshot(grpc::ServerContext*,
                          const contact::v1::SnapshotRequest* request,
                          contact::v1::SnapshotResponse* answer) override {
        for (const auto& id : request->contact_ids()) {
            auto& it = *answer->add_callees();
            if (callee && callee->contact_id() == id) it = *callee;
            if (it.contact_id().empty()) it.set_refusal(contact::v1::REFUSAL_DELETED);
        }
        return grpc::Status::OK;
    }

    grpc::Status DescribeAttributes(grpc::ServerContext*,
                                    const contact::v1::DescribeAttributesRequest*,
                                    contact::v1::DescribeAttributesResponse* answer) override {
        if (!attributes) return {grpc::StatusCode::UNAVAILABLE, "contact is away"};
        for (const auto& name : *attributes) answer->add_names(name);
        return grpc::Status::OK;
    }
};

/// The gateway, in which organizations say nothing of their hours, unless told otherwise.
class Organizations final : public gateway::v1::OrganizationLookupService::Service {
public:
    /// None: it is away.
    std::optional<gateway::v1::CallingRules> rules{gateway::v1::CallingRules{}};

    grpc::Status DescribeCallingRules(grpc::ServerContext*,
                                      const gateway::v1::DescribeCallingRulesRequest*,
                                      gateway::v1::CallingRules* answer) override {
        if (!rules) return {grpc::StatusCode::UNAVAILABLE, "the gateway is away"};
        *answer = *rules;
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

    /// A call without a credential, as the gateway passes it on.
    std::unique_ptr<grpc::ClientContext> as_anonymous() const;

    /// Whoever calls, for what is asked without gRPC.
    static rpc::Caller caller_of(const base::OrganizationId& organization);
    Attributes attributes() const { return {*contacts_, identity_}; }

    /// A call of another service.
    std::unique_ptr<grpc::ClientContext> as_service() const;

    const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
    pg::Pool& pool() { return pool_; }
    objects::ObjectStore& objects() { return objects_; }
    Audiences& audiences() { return audiences_; }
    Organizations& organizations() { return organizations_; }

    const base::OrganizationId ours{base::Uuid::v7(base::SystemClock{}.now())};
    const base::OrganizationId theirs{base::Uuid::v7(base::SystemClock{}.now())};

private:
    std::unique_ptr<grpc::ClientContext> signed_by(const rpc::Caller& caller) const;

    rpc::CallerKeys keys_;
    pg::Pool pool_;
    endpoint::Endpoint endpoint_;
    base::SystemClock clock_;
    objects::testing::TemporaryDirectory directory_;
    objects::DirectoryStore objects_;
    transcode::Decoder decoder_;
    Recorder recorder_;
    AudioService audio_;
    DictionaryService dictionaries_;
    DidService dids_;
    rpc::ServiceIdentity identity_;
    Audiences audiences_;
    Organizations organizations_;
    std::unique_ptr<grpc::Server> others_;
    std::unique_ptr<contact::v1::MembershipService::Stub> contacts_;
    std::unique_ptr<gateway::v1::OrganizationLookupService::Stub> gateway_;
    std::unique_ptr<FlowService> flows_;
    std::unique_ptr<SimulationService> simulation_;
    FlowLookup flow_lookup_;
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
