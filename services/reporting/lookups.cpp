#include "reporting/lookups.hpp"

#include "rpc/status.hpp"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

namespace hatif::reporting {

using base::Errc;
using base::fail;
using base::Result;
using base::Uuid;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 1s; // shorter than a transaction's idle limit

} // namespace

Lookups::Lookups(const std::shared_ptr<grpc::Channel>& scheduler,
                 const std::shared_ptr<grpc::Channel>& contacts,
                 const rpc::ServiceIdentity& identity)
    : flows_{program::v1::FlowLookupService::NewStub(scheduler)},
      scheduler_{program::v1::ExecutionLookupService::NewStub(scheduler)},
      contacts_{contact::v1::MembershipService::NewStub(contacts)}, identity_{identity} {}

Result<std::optional<Uuid>> Lookups::execution(base::OrganizationId organization,
                                               const Uuid& id) const {
    program::v1::DescribeExecutionRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_execution_id(id.to_string());
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    program::v1::ExecutionDescription it;
    const auto status = scheduler_->DescribeExecution(&context, request, &it);
    if (!status.ok()) return fail(rpc::from_status(status));
    return Uuid::parse(it.program_id());
}

Result<StoredJob> Lookups::job(base::OrganizationId organization, const Uuid& id) const {
    program::v1::DescribeJobRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_job_id(id.to_string());
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    program::v1::JobDescription it;
    const auto status = scheduler_->DescribeJob(&context, request, &it);
    if (!status.ok()) return fail(rpc::from_status(status));
    return StoredJob{.id = id,
                     .execution = Uuid::parse(it.execution_id()),
                     .program = Uuid::parse(it.program_id()),
                     .contact = Uuid::parse(it.contact_id()),
                     .flow = Uuid::parse(it.flow_id())};
}

Result<void> Lookups::contact(base::OrganizationId organization, const Uuid& id) const {
    contact::v1::SnapshotRequest request;
    request.set_organization_id(organization.value().to_string());
    request.add_contact_ids(id.to_string());
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    contact::v1::SnapshotResponse answer;
    const auto status = contacts_->Snapshot(&context, request, &answer);
    if (!status.ok()) return fail(rpc::from_status(status));
    if (answer.callees_size() == 1 && answer.callees(0).refusal() != contact::v1::REFUSAL_DELETED) {
        return {};
    }
    return fail(Errc::not_found, "there is no contact " + id.to_string(), "CONTACT_NOT_FOUND");
}

Result<program::v1::FlowGraph>
Lookups::ask(const program::v1::ReadFlowGraphRequest& request) const {
    grpc::ClientContext context;
    identity_.prepare(context, patience);
    program::v1::FlowGraph answer;
    const auto status = flows_->ReadFlowGraph(&context, request, &answer);
    if (!status.ok()) return fail(rpc::from_status(status));
    return answer;
}

Result<program::v1::FlowGraph> Lookups::flow(base::OrganizationId organization,
                                             const FlowVersion& wanted) const {
    program::v1::ReadFlowGraphRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_flow_id(wanted.flow.to_string());
    request.set_version(wanted.version);
    for (const auto& [id, version] : wanted.linked) {
        (*request.mutable_linked_flows())[id] = version;
    }
    return ask(request);
}

Result<program::v1::FlowGraph> Lookups::linked_to(base::OrganizationId organization,
                                                  const std::string& draft) const {
    program::v1::ReadFlowGraphRequest request;
    request.set_organization_id(organization.value().to_string());
    request.set_draft(draft);
    return ask(request);
}

} // namespace hatif::reporting
