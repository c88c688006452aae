#include "program_scheduler/calls/call_service.hpp"

#include "program_scheduler/calls/trail_rows.hpp"
#include "program_scheduler/calls/trail_wire.hpp"
#include "rpc/status.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;
using grpc::ServerContext;
using grpc::Status;
using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

/// A path's id was checked by the gateway; whoever calls past it gets "not found".
base::JobId id_of(const std::string& text) {
    return base::JobId{base::Uuid::parse(text).value_or(base::Uuid{})};
}

} // namespace

/// Whether the person may be called is asked when the call is leased; that there is one, now.
Result<void> CallService::require_contact(const base::OrganizationId& organization,
                                          const base::ContactId& contact) {
    contact::v1::SnapshotRequest request;
    request.set_organization_id(organization.value().to_string());
    request.add_contact_ids(contact.value().to_string());
    grpc::ClientContext context;
    identity_.prepare(context, 1s); // a transaction waits meanwhile: shorter than its idle limit
    contact::v1::SnapshotResponse response;
    const auto status = contacts_.Snapshot(&context, request, &response);
    if (!status.ok()) return fail(rpc::from_status(status));
    const bool there = response.callees_size() == 1 &&
                       response.callees(0).refusal() != contact::v1::REFUSAL_DELETED;
    if (there) return {};
    return fail(Errc::not_found, "no such contact", "CONTACT_NOT_FOUND");
}

Result<MadeCall> CallService::make(const rpc::Caller& caller,
                                   pg::Transaction& transaction,
                                   const Result<CallRequest>& request) {
    if (!request) return fail(request.error());
    if (auto known = require_contact(*caller.organization, request->contact); !known) {
        return fail(known.error());
    }
    return make_call(transaction, {contacts_, identity_}, caller, *request, clock_.now());
}

Status CallService::RequestCall(ServerContext* context,
                                const v1::RequestCallRequest* request,
                                v1::RequestedCall* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto made = make(caller, transaction, read_call_request(*request));
            if (!made) return fail(made.error());
            answer->set_job_id(made->job.value().to_string());
            answer->set_status(v1::CALL_STATUS_QUEUED);
            return {};
        });
}

Status CallService::ExecuteFlow(ServerContext* context,
                                const v1::ExecuteFlowRequest* request,
                                v1::ExecutedFlow* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto made = make(caller, transaction, read_call_request(*request));
            if (!made) return fail(made.error());
            answer->set_job_id(made->job.value().to_string());
            answer->set_execution_id(made->first_attempt.value().to_string());
            answer->set_status(v1::CALL_STATUS_QUEUED);
            return {};
        });
}

Status CallService::CancelCall(ServerContext* context,
                               const v1::CancelCallRequest* request,
                               v1::RequestedCall* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto job = id_of(request->job_id());
            const auto status = cancel_call(transaction, *caller.organization, job, clock_.now());
            if (!status) return fail(status.error());
            answer->set_job_id(job.value().to_string());
            answer->set_status(*status);
            return {};
        });
}

Status CallService::GetJobTrail(ServerContext* context,
                                const v1::GetJobTrailRequest* request,
                                v1::JobTrail* answer) {
    return endpoint_.run(
        *context, *request, *answer,
        [&](const rpc::Caller& caller, pg::Transaction& transaction) -> Result<void> {
            const auto story =
                read_story(transaction, *caller.organization, id_of(request->job_id()));
            if (!story) return fail(story.error());
            to_wire(*story, trail_of(*story), clock_.now(), *answer);
            return {};
        });
}

} // namespace hatif::program_scheduler
