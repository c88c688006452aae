#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using schedule::Outcome;
using testing::Calls;
namespace v1 = program::v1;

TEST_CASE("a campaign's call is told from its plan to its retry", "[scheduler][trail]") {
    Calls calls{1, {.retries = 1, .retry_minutes = 60}};
    calls.plan();
    const auto leases = calls.lease(1);
    const auto& job = leases[0].job_id();
    CHECK(calls.kinds(job) == "PLANNED LEASED");
    CHECK(calls.trail(job).status() == v1::CALL_STATUS_ACTIVE);
    CHECK_FALSE(calls.trail(job).has_waiting_for());
    calls.start(leases);
    calls.finish(leases, Outcome::busy);
    const auto trail = calls.trail(job);
    CHECK(calls.kinds(job) == "PLANNED LEASED STARTED ENDED RETRY_DUE");
    CHECK(trail.status() == v1::CALL_STATUS_QUEUED);
    CHECK(trail.waiting_for().reason() == "retry");
    CHECK(trail.waiting_for().until().seconds() == trail.entries(4).due_at().seconds());
    CHECK(trail.execution_id() == calls.execution.value().to_string());
    CHECK(trail.entries(1).worker() == "worker-1");
    CHECK(trail.entries(2).to() == leases[0].to());
    CHECK(trail.entries(3).outcome() == type::v1::OUTCOME_BUSY);
}

TEST_CASE("a pause, a lost dialer and a cancel stand in the trail", "[scheduler][trail]") {
    Calls calls{1};
    calls.plan();
    const auto leases = calls.lease(1);
    const auto& job = leases[0].job_id();
    calls.expire();
    calls.sweep();
    const auto again = calls.lease(1);
    calls.control(Control::pause);
    calls.start(again);
    CHECK(calls.trail(job).waiting_for().reason() == "paused");
    const auto trail = calls.trail(job);
    CHECK(calls.kinds(job) == "PLANNED WENT_BACK PAUSED WENT_BACK");
    CHECK(trail.entries(1).reason() == "lease_ran_out");
    CHECK(trail.entries(2).reason() == "paused");
    CHECK(trail.entries(3).reason() == "paused");
    calls.control(Control::cancel);
    CHECK(calls.kinds(job) == "PLANNED WENT_BACK WENT_BACK SKIPPED");
    CHECK(calls.trail(job).entries(3).reason() == "skipped_cancelled");
    CHECK(calls.trail(job).status() == v1::CALL_STATUS_FAILED);
}

TEST_CASE("a call that goes back again and again is counted in one row", "[scheduler][trail]") {
    Calls calls{2};
    calls.contacts.one_number = true;
    calls.request(calls.to(1));
    REQUIRE(calls.lease(1).size() == 1);
    const auto job = calls.request(calls.to(2));
    for (int i = 0; i < 4; ++i) {
        calls.lease(5);
        calls.pass_time();
    }
    const auto trail = calls.trail(job);
    REQUIRE(trail.entries_size() == 2);
    CHECK(trail.entries(1).times() == 4);
    CHECK(trail.entries(1).reason() == "number_busy");
    CHECK(calls.scalar("SELECT count(*) FROM job_trail") == 1);
}

TEST_CASE("the usual way of a call writes nothing for the trail", "[scheduler][trail]") {
    Calls calls{20};
    calls.plan();
    const auto leases = calls.lease(20);
    calls.start(leases);
    calls.finish(leases, Outcome::completed);
    CHECK(calls.scalar("SELECT count(*) FROM job_trail") == 0);
}

TEST_CASE("whoever is skipped is told why", "[scheduler][trail]") {
    Calls calls{1};
    calls.contacts.refused[1] = contact::v1::REFUSAL_DO_NOT_CALL;
    const auto job = calls.request(calls.to(1));
    calls.lease(1);
    CHECK(calls.kinds(job) == "QUEUED SKIPPED");
    CHECK(calls.trail(job).entries(1).message() ==
          "no call follows: the number is on the do-not-call list");
}

TEST_CASE("a single call that is taken back says so", "[scheduler][trail]") {
    Calls calls{2};
    const auto job = calls.request(calls.to(1));
    calls.cancel(job);
    CHECK(calls.kinds(job) == "QUEUED CANCEL_REQUESTED SKIPPED");
    CHECK(calls.trail(job).entries(2).reason() == "skipped_cancelled");
}

TEST_CASE("a call that is due says what keeps it waiting", "[scheduler][trail]") {
    Calls calls{2};
    const auto job = calls.request(calls.to(1));
    CHECK(calls.trail(job).waiting_for().reason() == "dialers");
    calls.scalar("WITH w AS (INSERT INTO workers VALUES ('w', now()) RETURNING 1) "
                 "SELECT count(*) FROM w");
    CHECK(calls.trail(job).waiting_for().reason() == "turn");
    calls.scalar("WITH d AS (UPDATE dids SET status = 'inactive' RETURNING 1) "
                 "SELECT count(*) FROM d");
    CHECK(calls.trail(job).waiting_for().reason() == "did_pool");
}
