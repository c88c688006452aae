#include "program_scheduler/calls/calls_fixture.hpp"
#include "rpc/metadata.hpp"
#include "rpc/status.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Calls;
namespace v1 = program::v1;

namespace {

std::string reason_of(const grpc::Status& status) {
    return status.ok() ? "" : rpc::from_status(status).reason;
}

} // namespace

TEST_CASE("what a call needs is required, and told all at once", "[scheduler][calls]") {
    Calls calls;
    CHECK(calls.refusal({}) == "VALIDATION contactId flowId didId");
    auto request = calls.to(1);
    request.set_did_id(calls.flow_id);
    CHECK(calls.refusal(request) == "VALIDATION fromNumber");
    request = calls.to(1);
    request.set_initial_variables("[]");
    request.mutable_retry();
    CHECK(calls.refusal(request) == "VALIDATION initialVariables retry.type");

    v1::ExecutedFlow answer;
    const auto status = calls.calls->ExecuteFlow(calls.as(rpc::Role::manager).get(), {}, &answer);
    CHECK(reason_of(status) == "VALIDATION");
    CHECK(rpc::from_status(status).fields.size() == 3);
}

TEST_CASE("a retry says its delay and its count, or its dates", "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    auto& retry = *request.mutable_retry();
    retry.set_type(v1::CALL_RETRY_TYPE_FIXED_DELAY);
    CHECK(calls.refusal(request) == "VALIDATION retry.delay retry.maxRetries");
    retry.set_delay(0);
    retry.set_max_retries(11);
    CHECK(calls.refusal(request) == "VALIDATION retry.delay retry.maxRetries");
    retry.set_delay(604'800'001);
    retry.set_max_retries(10);
    CHECK(calls.refusal(request) == "VALIDATION retry.delay");
    retry.set_delay(604'800'000);
    CHECK(calls.refusal(request).empty());
    retry.set_type(v1::CALL_RETRY_TYPE_SCHEDULED);
    CHECK(calls.refusal(request) == "VALIDATION retry.dates");
    for (int i = 0; i < 51; ++i) retry.add_dates()->set_seconds(4'000'000'000 + i);
    CHECK(calls.refusal(request) == "VALIDATION retry.dates");
    retry.mutable_dates()->RemoveLast();
    CHECK(calls.refusal(request).empty());
}

TEST_CASE("a call names a contact, a flow and a number that are the organization's",
          "[scheduler][calls]") {
    Calls calls;
    calls.contacts.deleted = {5};
    CHECK(calls.refusal(calls.to(5)) == "CONTACT_NOT_FOUND");

    auto request = calls.to(1);
    request.set_flow_id("0192f3a4-0000-7000-8000-000000000001");
    CHECK(calls.refusal(request) == "FLOW_NOT_FOUND");
    request.set_flow_id(calls.broken_flow_id);
    CHECK(calls.refusal(request).starts_with("FLOW_INVALID"));

    request = calls.to(1);
    request.set_from_number("+212520999999");
    CHECK(calls.refusal(request) == "DID_NOT_ACCESSIBLE fromNumber");
    request.clear_from_number();
    request.set_did_id("0192f3a4-0000-7000-8000-000000000001");
    CHECK(calls.refusal(request) == "DID_NOT_ACCESSIBLE didId");

    calls.scalar("WITH d AS (UPDATE dids SET status = 'inactive' RETURNING 1) "
                 "SELECT count(*) FROM d");
    CHECK(calls.refusal(calls.to(1)) == "DID_NOT_ACTIVE fromNumber");
    CHECK(calls.scalar("SELECT count(*) FROM jobs") == 0);
}

TEST_CASE("while the contact service is away no call is taken on", "[scheduler][calls]") {
    Calls calls;
    calls.contacts.away = true;
    v1::RequestedCall answer;
    const auto status =
        calls.calls->RequestCall(calls.as(rpc::Role::manager).get(), calls.to(1), &answer);
    CHECK(status.error_code() == grpc::StatusCode::UNAVAILABLE);
}

TEST_CASE("an agent asks for no calls, and reads what became of them", "[scheduler][calls]") {
    Calls calls;
    v1::RequestedCall answer;
    CHECK(reason_of(calls.calls->RequestCall(calls.as(rpc::Role::agent).get(), calls.to(1),
                                             &answer)) == "FORBIDDEN");
    CHECK(calls.trail(calls.request(calls.to(1))).status() == v1::CALL_STATUS_QUEUED);
}

TEST_CASE("a repeat with the same Idempotency-Key is the same call", "[scheduler][calls]") {
    Calls calls;
    const auto ask = [&](const v1::RequestCallRequest& request) {
        auto context = calls.as(rpc::Role::manager);
        context->AddMetadata(rpc::idempotency_key, "once");
        v1::RequestedCall answer;
        const auto why = reason_of(calls.calls->RequestCall(context.get(), request, &answer));
        return why.empty() ? answer.job_id() : why;
    };
    const auto job = ask(calls.to(1));
    CHECK(ask(calls.to(1)) == job);
    CHECK(ask(calls.to(2)) == "IDEMPOTENCY_KEY_REUSED");
    CHECK(calls.scalar("SELECT count(*) FROM jobs") == 1);
    CHECK(calls.lease(10).size() == 1);
}

TEST_CASE("a hundred calls asked for at once are a hundred calls on one line",
          "[scheduler][calls]") {
    Calls calls{100};
    std::mutex mutex;
    std::set<std::string> jobs;
    {
        std::vector<std::jthread> clients;
        for (int client = 0; client < 10; ++client) {
            clients.emplace_back([&, client] {
                for (int i = 1; i <= 10; ++i) {
                    const auto job = calls.request(calls.to(client * 10 + i));
                    const std::lock_guard lock{mutex};
                    jobs.insert(job);
                }
            });
        }
    }
    CHECK(jobs.size() == 100);
    CHECK(calls.scalar("SELECT count(*) FROM executions WHERE program_id IS NULL") == 1);
    std::set<std::string> leased;
    {
        std::vector<std::jthread> replicas;
        for (int replica = 0; replica < 4; ++replica) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 10; ++round) {
                    for (const auto& lease : calls.lease(7)) {
                        const std::lock_guard lock{mutex};
                        leased.insert(lease.job_id());
                    }
                }
            });
        }
    }
    CHECK(leased == jobs);
    CHECK(calls.scalar("SELECT count(*) FROM leases") == 100);
}

TEST_CASE("another organization finds neither the call nor its trail", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(1));
    v1::CancelCallRequest cancel;
    cancel.set_job_id(job);
    v1::RequestedCall cancelled;
    CHECK(reason_of(calls.calls->CancelCall(calls.as_stranger().get(), cancel, &cancelled)) ==
          "JOB_NOT_FOUND");
    v1::GetJobTrailRequest request;
    request.set_job_id(job);
    v1::JobTrail trail;
    CHECK(reason_of(calls.calls->GetJobTrail(calls.as_stranger().get(), request, &trail)) ==
          "JOB_NOT_FOUND");
    CHECK(calls.lease(1).size() == 1);
}

TEST_CASE("a program's job is no call request", "[scheduler][calls]") {
    Calls calls{1};
    calls.plan();
    CHECK(calls.cancel(calls.lease(1).at(0).job_id()) == "JOB_NOT_FOUND");
}

TEST_CASE("reporting learns of a call from the moment its id was given out", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(4));
    v1::DescribeJobRequest request;
    request.set_organization_id(calls.organization.value().to_string());
    request.set_job_id(job);
    v1::JobDescription answer;
    REQUIRE(
        reason_of(calls.lookup->DescribeJob(calls.as_service().get(), request, &answer)).empty());
    CHECK(answer.contact_id() == testing::Contacts::id(4).value().to_string());
    CHECK(answer.flow_id() == calls.flow_id);
    CHECK(answer.execution_id().empty());
    CHECK(answer.program_id().empty());

    calls.plan();
    calls.cancel(job);
    request.set_job_id(calls.lease(1).at(0).job_id());
    REQUIRE(
        reason_of(calls.lookup->DescribeJob(calls.as_service().get(), request, &answer)).empty());
    CHECK(answer.execution_id() == calls.execution.value().to_string());
    CHECK_FALSE(answer.program_id().empty());

    request.set_organization_id("0192f3a4-0000-7000-8000-000000000001");
    CHECK(reason_of(calls.lookup->DescribeJob(calls.as_service().get(), request, &answer)) ==
          "JOB_NOT_FOUND");
}
