#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "program_scheduler/calls/call_control.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/call_service.grpc.pb.h>

namespace hatif::program_scheduler {

class CallService final : public program::v1::CallService::Service {
public:
    CallService(endpoint::Endpoint& endpoint,
                contact::v1::MembershipService::StubInterface& contacts,
                const rpc::ServiceIdentity& identity,
                const base::Clock& clock)
        : endpoint_{endpoint}, contacts_{contacts}, identity_{identity}, clock_{clock} {}

    grpc::Status RequestCall(grpc::ServerContext* context,
                             const program::v1::RequestCallRequest* request,
                             program::v1::RequestedCall* answer) override;
    grpc::Status CancelCall(grpc::ServerContext* context,
                            const program::v1::CancelCallRequest* request,
                            program::v1::RequestedCall* answer) override;
    grpc::Status ExecuteFlow(grpc::ServerContext* context,
                             const program::v1::ExecuteFlowRequest* request,
                             program::v1::ExecutedFlow* answer) override;
    grpc::Status GetJobTrail(grpc::ServerContext* context,
                             const program::v1::GetJobTrailRequest* request,
                             program::v1::JobTrail* answer) override;

private:
    base::Result<void> require_contact(const base::OrganizationId& organization,
                                       const base::ContactId& contact);
    base::Result<MadeCall> make(const rpc::Caller& caller,
                                pg::Transaction& transaction,
                                const base::Result<CallRequest>& request);

    endpoint::Endpoint& endpoint_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
