#pragma once

#include "program_scheduler/calls/call_service.hpp"
#include "program_scheduler/executions/execution_lookup.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <grpcpp/channel.h>

/// Single calls beside a campaign, asked for as a client does.
namespace hatif::program_scheduler::testing {

class Calls : public Campaign {
public:
    explicit Calls(std::int64_t people = 10, Bounds bounds = {});
    ~Calls();

    /// A call of somebody in the campaign's organization.
    std::unique_ptr<grpc::ClientContext> as(rpc::Role role) const;
    std::unique_ptr<grpc::ClientContext> as_stranger() const;
    std::unique_ptr<grpc::ClientContext> as_service() const;

    /// To contact i, by a flow that can be called, from the campaign's first number.
    program::v1::RequestCallRequest to(std::int64_t i) const;
    program::v1::ExecuteFlowRequest test_to(std::int64_t i) const;

    /// The job's id.
    std::string request(const program::v1::RequestCallRequest& request);
    std::string refusal(const program::v1::RequestCallRequest& request);
    /// "failed", "active"; or the reason of the refusal.
    std::string cancel(const std::string& job);
    program::v1::JobTrail trail(const std::string& job);
    /// "queued leased started".
    std::string kinds(const std::string& job);

    /// No INVITE left.
    void give_back(const std::vector<program::v1::Lease>& leases, const std::string& why);

    /// Whoever waits for a time has waited.
    void pass_time();
    /// The announcements with this job's id as their key: "JobQueued AttemptEnded".
    std::string events(const std::string& job);
    program::v1::ExecutionEvent last_event(const std::string& job);

    std::string flow_id;
    /// Its graph has an error.
    std::string broken_flow_id;
    /// What the organization may have at once, as its callers say.
    int organization_bound;
    static constexpr const char* number = "+212520000000";
    std::unique_ptr<program::v1::CallService::Stub> calls;
    std::unique_ptr<program::v1::ExecutionLookupService::Stub> lookup;

private:
    std::unique_ptr<grpc::ClientContext> signed_for(const base::OrganizationId& organization,
                                                    rpc::Role role) const;

    rpc::CallerKeys keys_;
    base::SystemClock clock_;
    endpoint::Endpoint endpoint_;
    CallService service_;
    ExecutionLookup lookup_service_;
    std::unique_ptr<grpc::Server> served_;
};

} // namespace hatif::program_scheduler::testing
