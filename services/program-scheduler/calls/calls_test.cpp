#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Calls;
using testing::Contacts;
namespace v1 = program::v1;

namespace {

using Answers = std::vector<int>;

v1::RequestCallRequest with_retries(v1::RequestCallRequest request, int count) {
    request.mutable_retry()->set_type(v1::CALL_RETRY_TYPE_FIXED_DELAY);
    request.mutable_retry()->set_delay(60'000);
    request.mutable_retry()->set_max_retries(static_cast<std::uint32_t>(count));
    return request;
}

} // namespace

TEST_CASE("a single call is leased, started and ended without a program", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(3));
    const auto leases = calls.lease(10);
    REQUIRE(leases.size() == 1);
    const auto& lease = leases[0];
    CHECK(lease.job_id() == job);
    CHECK(lease.execution_id().empty());
    CHECK(lease.program_id().empty());
    CHECK(lease.contact_id() == Contacts::id(3).value().to_string());
    CHECK(lease.flow_id() == calls.flow_id);
    CHECK(lease.flow_version() == 1);
    CHECK(lease.from() == Calls::number);
    CHECK(lease.to() == "+212600000003");
    CHECK_FALSE(lease.test());
    CHECK(calls.start(leases) == Answers{StartResponse::ANSWER_YES});
    calls.finish(leases, Outcome::completed);
    CHECK(calls.events(job) == "JobQueued AttemptEnded");
    const auto event = calls.last_event(job);
    CHECK(event.execution_id().empty());
    CHECK(event.program_id().empty());
    CHECK(event.attempt_ended().job_id() == job);
    CHECK(event.attempt_ended().trunk_id() == lease.trunk_id());
    CHECK_FALSE(event.attempt_ended().test());
    CHECK(calls.lease(10).empty());
}

TEST_CASE("a call carries its variables and its organization's currency", "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    request.set_initial_variables(R"({ "amount": 12.5 })");
    calls.request(request);
    const auto leases = calls.lease(1);
    REQUIRE(leases.size() == 1);
    CHECK(leases[0].initial_variables() == R"({"amount":12.5})");
    CHECK(leases[0].currency() == "EUR");
    calls.plan();
    CHECK(calls.lease(10).at(0).currency() == "MAD"); // the first one's number is in a call
}

TEST_CASE("a call names the dictionaries that its flow speaks with, as they are now",
          "[scheduler][calls]") {
    Calls calls;
    calls.scalar("WITH d AS (INSERT INTO dictionaries (id, organization_id, name, language, "
                 "revision, created_at, updated_at) SELECT f.id, organization_id, 'Numbers', 'ar', "
                 "7, now(), now() FROM flows f WHERE f.id = '" +
                 calls.flow_id +
                 "' RETURNING id), v AS (UPDATE flow_versions SET dictionary_ids = ARRAY[flow_id] "
                 "WHERE flow_id = '" +
                 calls.flow_id + "' RETURNING 1) SELECT count(*) FROM d, v");
    calls.request(calls.to(1));
    const auto leases = calls.lease(1);
    REQUIRE(leases.size() == 1);
    CHECK(leases[0].dictionaries().size() == 1);
    CHECK(leases[0].dictionaries().at(calls.flow_id) == 7);
}

TEST_CASE("a call that is asked for a later time waits for it", "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    request.mutable_start_at()->set_seconds(4'000'000'000);
    const auto job = calls.request(request);
    CHECK(calls.last_event(job).job_queued().due_at().seconds() == 4'000'000'000);
    CHECK(calls.lease(1).empty());
    calls.pass_time();
    CHECK(calls.lease(1).size() == 1);
}

TEST_CASE("a time that has passed is now", "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    request.mutable_start_at()->set_seconds(1'000'000'000);
    calls.request(request);
    CHECK(calls.lease(1).size() == 1);
}

TEST_CASE("a fixed delay tries again as often as it says, counted from each end",
          "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 2));
    std::set<std::string> attempts;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const auto leases = calls.lease(1);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].attempt_number() == number);
        CHECK(attempts.insert(leases[0].attempt_id()).second);
        calls.start(leases);
        calls.finish(leases, Outcome::busy);
        const auto ended = calls.last_event(job).attempt_ended();
        CHECK(ended.has_retry_at() == (number < 3));
        if (number < 3) CHECK(ended.retry_at().seconds() - ended.ended_at().seconds() == 60);
        CHECK(calls.lease(1).empty());
        calls.pass_time();
    }
    CHECK(calls.lease(1).empty());
    CHECK(calls.scalar("SELECT count(*) FROM jobs WHERE status = 2 AND attempts = 3") == 1);
}

TEST_CASE("without a retry there is one attempt", "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    request.mutable_retry()->set_type(v1::CALL_RETRY_TYPE_NONE);
    calls.request(request);
    const auto leases = calls.lease(1);
    calls.start(leases);
    calls.finish(leases, Outcome::no_answer);
    CHECK(calls.scalar("SELECT count(*) FROM job_queue") == 0);
}

TEST_CASE("dates are the moments of the retries; those that have passed are left out",
          "[scheduler][calls]") {
    Calls calls;
    auto request = calls.to(1);
    request.mutable_retry()->set_type(v1::CALL_RETRY_TYPE_SCHEDULED);
    for (const std::int64_t at : {4'000'000'002, 1'000'000'000L, 4'000'000'001}) {
        request.mutable_retry()->add_dates()->set_seconds(at);
    }
    const auto job = calls.request(request);
    const auto leases = calls.lease(1);
    calls.start(leases);
    calls.finish(leases, Outcome::rejected);
    CHECK(calls.last_event(job).attempt_ended().retry_at().seconds() == 4'000'000'001);
    calls.pass_time();
    const auto again = calls.lease(1);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempt_number() == 2);
    calls.start(again);
    calls.finish(again, Outcome::completed);
    CHECK(calls.lease(1).empty());
}

TEST_CASE("a call that waits and is taken back is never made", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(1));
    CHECK(calls.cancel(job) == "failed");
    CHECK(calls.lease(1).empty());
    CHECK(calls.events(job) == "JobQueued JobSkipped");
    CHECK(calls.last_event(job).job_skipped().reason() == "skipped_cancelled");
    CHECK(calls.cancel(job) == "JOB_STATUS_CONFLICT");
}

TEST_CASE("a call that a dialer holds and is taken back does not start", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 3));
    const auto leases = calls.lease(1);
    CHECK(calls.cancel(job) == "failed");
    CHECK(calls.start(leases) == Answers{StartResponse::ANSWER_LOST});
    CHECK(calls.renew(leases) == Answers{v1::RenewResponse::ANSWER_ENDED});
    CHECK(calls.scalar("SELECT count(*) FROM live_numbers") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(calls.events(job) == "JobQueued JobSkipped");
}

TEST_CASE("a call in progress that is taken back finishes, and is not tried again",
          "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 3));
    const auto leases = calls.lease(1);
    calls.start(leases);
    CHECK(calls.cancel(job) == "active");
    CHECK(calls.cancel(job) == "active");
    CHECK(calls.renew(leases) == Answers{v1::RenewResponse::ANSWER_RENEWED});
    calls.finish(leases, Outcome::busy);
    CHECK(calls.events(job) == "JobQueued AttemptEnded JobSkipped");
    CHECK(calls.lease(1).empty());
    CHECK(calls.cancel(job) == "JOB_STATUS_CONFLICT");
}

TEST_CASE("a call that is taken back while it is answered is completed", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(1));
    const auto leases = calls.lease(1);
    calls.start(leases);
    calls.cancel(job);
    calls.finish(leases, Outcome::completed);
    CHECK(calls.events(job) == "JobQueued AttemptEnded");
    CHECK(calls.scalar("SELECT count(*) FROM jobs WHERE status = 1") == 1);
}

TEST_CASE("a call that waits for its retry can be taken back", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 3));
    const auto leases = calls.lease(1);
    calls.start(leases);
    calls.finish(leases, Outcome::busy);
    CHECK(calls.cancel(job) == "failed");
    calls.pass_time();
    CHECK(calls.lease(1).empty());
}

TEST_CASE("a call that was started, taken back and never dialled is skipped",
          "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 3));
    const auto leases = calls.lease(1);
    calls.start(leases);
    CHECK(calls.cancel(job) == "active");
    calls.give_back(leases, "start_expired");
    CHECK(calls.lease(1).empty());
    CHECK(calls.events(job) == "JobQueued JobSkipped");
    CHECK(calls.cancel(job) == "JOB_STATUS_CONFLICT");
}

TEST_CASE("a single call whose dialer died before its start is called by another, under its id",
          "[scheduler][calls]") {
    Calls calls;
    calls.request(calls.to(1));
    const auto leases = calls.lease(1);
    calls.expire();
    calls.sweep();
    const auto again = calls.lease(1);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempt_id() == leases[0].attempt_id());
    CHECK(again[0].epoch() == 2);
    CHECK(calls.start(leases) == Answers{StartResponse::ANSWER_LOST});
}

TEST_CASE("a single call whose dialer died after its start is lost, and tried again",
          "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(with_retries(calls.to(1), 1));
    calls.start(calls.lease(1));
    calls.expire();
    calls.sweep();
    CHECK(calls.last_event(job).attempt_ended().outcome_reason() == "worker_lost");
    CHECK(calls.last_event(job).attempt_ended().has_retry_at());
    calls.pass_time();
    CHECK(calls.lease(1).size() == 1);
}

TEST_CASE("a test call runs once under the id that was given out, and says that it is a test",
          "[scheduler][calls]") {
    Calls calls;
    v1::ExecutedFlow answer;
    REQUIRE(calls.calls->ExecuteFlow(calls.as(rpc::Role::manager).get(), calls.test_to(2), &answer)
                .ok());
    CHECK(answer.status() == v1::CALL_STATUS_QUEUED);
    CHECK(calls.last_event(answer.job_id()).job_queued().test());
    const auto leases = calls.lease(1);
    REQUIRE(leases.size() == 1);
    CHECK(leases[0].attempt_id() == answer.execution_id());
    CHECK(leases[0].job_id() == answer.job_id());
    CHECK(leases[0].test());
    calls.start(leases);
    calls.finish(leases, Outcome::busy);
    CHECK(calls.last_event(answer.job_id()).attempt_ended().test());
    calls.pass_time();
    CHECK(calls.lease(1).empty());
}

TEST_CASE("whoever may not be called singly is skipped with the reason", "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(1));
    calls.contacts.refused[1] = contact::v1::REFUSAL_DO_NOT_CALL;
    CHECK(calls.lease(1).empty());
    CHECK(calls.last_event(job).job_skipped().reason() == "skipped_do_not_call");
    CHECK(calls.cancel(job) == "JOB_STATUS_CONFLICT");
}
