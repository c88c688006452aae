#pragma once

#include "endpoint/endpoint.hpp"
#include "program_scheduler/executions/execution_service.hpp"
#include "program_scheduler/leasing/call_events.hpp"
#include "program_scheduler/testing/campaign.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>

#include <grpcpp/channel.h>
#include <grpcpp/server_builder.h>
#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/program/v1/execution_events.pb.h>

/// For tests: a campaign whose events are told as dialers tell them, and whose execution is seen
/// and changed as clients do.
namespace hatif::program_scheduler::testing {

namespace v1 = program::v1;
using Leases = std::vector<v1::Lease>;

class WatchedCampaign : public Campaign {
public:
    explicit WatchedCampaign(std::int64_t people = 20, Bounds bounds = {})
        : Campaign{people, bounds}, endpoint_{pool, keys_}, service_{endpoint_, pool, clock} {
        grpc::ServerBuilder builder;
        builder.RegisterService(&service_);
        served_ = builder.BuildAndStart();
        client = v1::ExecutionService::NewStub(served_->InProcessChannel({}));
        plan();
    }
    ~WatchedCampaign() { served_->Shutdown(); }

    /// A call of somebody in the campaign's organization.
    std::unique_ptr<grpc::ClientContext> as(rpc::Role role = rpc::Role::manager) const {
        rpc::Caller caller;
        caller.organization = organization;
        caller.principal = "key:test";
        caller.role = role;
        auto context = std::make_unique<grpc::ClientContext>();
        context->AddMetadata(rpc::caller_key, keys_.sign(caller, base::SystemClock{}.now()));
        return context;
    }

    std::string id() const { return execution.value().to_string(); }

    /// So many calls that were allowed to leave.
    Leases started(std::int64_t count) {
        auto leases = lease(count);
        REQUIRE(leases.size() == static_cast<std::size_t>(count));
        start(leases);
        return leases;
    }

    /// Each of these calls enters the node, once: told in one batch.
    void enter(const Leases& leases, const std::string& node) {
        std::vector<std::string> payloads;
        payloads.reserve(leases.size());
        std::vector<kafka::Received> records;
        for (const auto& lease : leases) {
            dialer::v1::CallEvent event;
            event.set_job_id(lease.job_id());
            event.set_attempt_id(lease.attempt_id());
            event.set_execution_id(lease.execution_id());
            event.mutable_node_entered()->set_node_id(node);
            payloads.push_back(event.SerializeAsString());
            records.push_back({.key = event.job_id(), .payload = payloads.back()});
        }
        kafka::Batch batch{std::move(records)};
        const auto taken = pool.transact([&](pg::Transaction& transaction) {
            return take_call_events(clock, batch, transaction);
        });
        REQUIRE(taken);
    }

    std::string status() {
        const auto it = look();
        return std::string{name_of(it.status)} +
               (it.pause_reason ? " " + *it.pause_reason : std::string{});
    }

    void resume(const ControlWith& with = {}) {
        REQUIRE(pool.transact([&](pg::Transaction& transaction) {
            return program_scheduler::control(transaction, organization, execution, Control::resume,
                                              clock.now(), with);
        }));
    }

    /// The last that was announced of the execution.
    v1::ExecutionEvent last_event() {
        const auto rows = pool.transact([&](pg::Transaction& it) {
            return it.exec("SELECT payload FROM announcements WHERE key = $1 ORDER BY id DESC, "
                           "place DESC LIMIT 1",
                           id());
        });
        v1::ExecutionEvent event;
        event.ParseFromString(rows.value()[0].get<std::string>(0));
        return event;
    }

    std::unique_ptr<v1::ExecutionService::Stub> client;

private:
    rpc::CallerKeys keys_{rpc::CallerKeys::read("test:00112233445566778899aabbccddeeff").value()};
    endpoint::Endpoint endpoint_;
    ExecutionService service_;
    std::unique_ptr<grpc::Server> served_;
};

} // namespace hatif::program_scheduler::testing
