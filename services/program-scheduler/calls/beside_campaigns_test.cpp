#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Calls;

namespace {

int single_among(const std::vector<program::v1::Lease>& leases) {
    int count = 0;
    for (const auto& lease : leases) count += lease.execution_id().empty() ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("a person has one live call over programs and single calls together",
          "[scheduler][calls]") {
    Calls calls{1};
    calls.plan();
    const auto campaign = calls.lease(1);
    calls.start(campaign);
    const auto job = calls.request(calls.to(1));
    CHECK(calls.lease(5).empty());
    CHECK(calls.kinds(job) == "QUEUED WENT_BACK");
    CHECK(calls.trail(job).waiting_for().reason() == "number_busy");
    calls.finish(campaign, Outcome::completed);
    calls.pass_time();
    const auto single = calls.lease(5);
    REQUIRE(single.size() == 1);
    CHECK(single[0].job_id() == job);
    CHECK(single[0].to() == campaign[0].to());
}

TEST_CASE("the campaign waits for the single call in the same way", "[scheduler][calls]") {
    Calls calls{1};
    calls.request(calls.to(1));
    const auto single = calls.lease(1);
    calls.start(single);
    calls.plan();
    CHECK(calls.lease(5).empty());
    CHECK(calls.look().pending == 1);
    calls.finish(single, Outcome::no_answer);
    calls.pass_time();
    CHECK(calls.lease(5).size() == 1);
}

TEST_CASE("those who wait for one number are all called, one after the other",
          "[scheduler][calls]") {
    Calls calls{5};
    calls.contacts.one_number = true;
    calls.plan();
    for (int i = 1; i <= 5; ++i) calls.request(calls.to(i));
    std::set<std::string> called;
    for (int turn = 0; turn < 10; ++turn) {
        const auto leases = calls.lease(20);
        REQUIRE(leases.size() == 1);
        called.insert(leases[0].job_id());
        calls.start(leases);
        calls.finish(leases, Outcome::completed);
        calls.pass_time();
    }
    CHECK(called.size() == 10);
    CHECK(calls.look().completed == 5);
}

TEST_CASE("single calls and a campaign share the room, however many wait", "[scheduler][calls]") {
    Calls calls{200, {.organization = 20}};
    for (int i = 201; i <= 300; ++i) calls.request(calls.to(i));
    calls.plan();
    const auto leases = calls.lease(50);
    CHECK(leases.size() == 20);
    CHECK(single_among(leases) >= 8);
    CHECK(single_among(leases) <= 12);
    // The single calls go on: the room that the campaign's leave is the campaign's again.
    std::vector<program::v1::Lease> ended;
    std::copy_if(leases.begin(), leases.end(), std::back_inserter(ended),
                 [](const auto& it) { return !it.execution_id().empty(); });
    calls.start(ended);
    calls.finish(ended, Outcome::completed);
    const auto next = calls.lease(50);
    CHECK(next.size() == ended.size());
    CHECK(single_among(leases) + single_among(next) >= 8);
    CHECK(single_among(leases) + single_among(next) <= 12);
}

TEST_CASE("single calls keep within their organization's bound", "[scheduler][calls]") {
    Calls calls{10, {.organization = 3}};
    for (int i = 1; i <= 10; ++i) calls.request(calls.to(i));
    CHECK(calls.lease(50).size() == 3);
    CHECK(calls.lease(50).empty());
}

TEST_CASE("a number that is full keeps no call of another number waiting", "[scheduler][calls]") {
    Calls calls;
    calls.scalar("WITH d AS (UPDATE dids SET max_concurrent_calls = 1 WHERE number = "
                 "'+212520000000' RETURNING 1) SELECT count(*) FROM d");
    for (int i = 1; i <= 3; ++i) calls.request(calls.to(i));
    auto other = calls.to(4);
    other.set_from_number("+212520000001");
    calls.request(other);
    const auto leases = calls.lease(50);
    REQUIRE(leases.size() == 2);
    CHECK(leases[0].from() != leases[1].from());
}

TEST_CASE("where room opens for one call at a time, no number waits for another to be done",
          "[scheduler][calls]") {
    Calls calls{60, {.organization = 1}};
    for (int i = 1; i <= 60; ++i) {
        auto request = calls.to(i);
        request.set_from_number(i <= 30 ? "+212520000000" : "+212520000001");
        calls.request(request);
    }
    std::set<std::string> numbers;
    for (int turn = 0; turn < 30; ++turn) { // all by one of the two: once in 2^29 runs
        const auto leases = calls.lease(5);
        REQUIRE(leases.size() == 1);
        numbers.insert(leases[0].from());
        calls.start(leases);
        calls.finish(leases, Outcome::completed);
    }
    CHECK(numbers.size() == 2);
}

TEST_CASE("a changed bound of the organization holds from its next call on", "[scheduler][calls]") {
    Calls calls{10, {.organization = 3}};
    for (int i = 1; i <= 5; ++i) calls.request(calls.to(i));
    CHECK(calls.lease(50).size() == 3);
    calls.organization_bound = 5;
    calls.request(calls.to(6));
    CHECK(calls.lease(50).size() == 2);
}

TEST_CASE("a line is in no list, and neither planned, counted nor completed",
          "[scheduler][calls]") {
    Calls calls{1};
    const auto lists = [&] {
        return calls.pool
            .transact([&](pg::Transaction& it) {
                return list_executions(it, calls.organization, {}, {});
            })
            ->size();
    };
    const auto before = lists();
    calls.request(calls.to(2));
    calls.plan();
    const auto leases = calls.lease(5);
    REQUIRE(leases.size() == 2);
    calls.start(leases);
    calls.finish(leases, Outcome::completed);
    calls.sweep();
    CHECK(calls.look().status == ExecutionStatus::completed);
    CHECK(lists() == before);
    CHECK(calls.pool
              .transact([&](pg::Transaction& it) {
                  return count_executions(it, calls.organization, {}, "");
              })
              .value() == 1);
    CHECK(calls.scalar("SELECT count(*) FROM executions WHERE program_id IS NULL AND status = 2") ==
          1);
    CHECK(calls.scalar("SELECT count(*) FROM announcements WHERE type LIKE '%Launched' OR "
                       "type LIKE '%StatusChanged'") == 1);
}

TEST_CASE("a line cannot be reached by its id", "[scheduler][calls]") {
    Calls calls{1};
    calls.request(calls.to(1));
    const auto line = calls.pool.transact([](pg::Transaction& it) {
        return it.exec("SELECT id FROM executions WHERE program_id IS NULL");
    });
    const auto id = line.value()[0].get<base::ExecutionId>(0);
    for (const auto what : {Control::pause, Control::cancel}) {
        const auto done = calls.pool.transact([&](pg::Transaction& it) {
            return control(it, calls.organization, id, what, base::SystemClock{}.now());
        });
        CHECK(done.error().reason == "EXECUTION_NOT_FOUND");
    }
    const auto read = calls.pool.transact(
        [&](pg::Transaction& it) { return read_execution(it, calls.organization, id); });
    CHECK(read.error().reason == "EXECUTION_NOT_FOUND");
    const auto program = calls.pool.transact(
        [&](pg::Transaction& it) { return program_of_execution(it, calls.organization, id); });
    CHECK(program.error().reason == "EXECUTION_NOT_FOUND");
}

TEST_CASE("whom a program leaves out for being unreachable, a single call may call",
          "[scheduler][calls]") {
    Calls calls{1};
    calls.contacts.refused[1] = contact::v1::REFUSAL_UNREACHABLE;
    calls.plan();
    CHECK(calls.lease(5).empty());
    CHECK(calls.scalar("SELECT count(*) FROM jobs WHERE reason = 'skipped_unreachable'") == 1);
    calls.request(calls.to(1));
    CHECK(calls.lease(5).size() == 1);
}

TEST_CASE("a program that includes the unreachable calls them", "[scheduler][calls]") {
    Calls calls{2};
    calls.contacts.refused[1] = contact::v1::REFUSAL_UNREACHABLE;
    calls.contacts.refused[2] = contact::v1::REFUSAL_PHONE_INVALID;
    calls.scalar("WITH e AS (UPDATE executions SET include_unreachable = true RETURNING 1) "
                 "SELECT count(*) FROM e");
    calls.plan();
    CHECK(calls.lease(5).size() == 1);
    CHECK(calls.scalar("SELECT count(*) FROM jobs WHERE reason = 'skipped_invalid_phone'") == 1);
}
