#include "program_scheduler/planning/timekeeper.hpp"

#include "program_scheduler/executions/hours.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program::v1::StartResponse;
using program_scheduler::testing::Bounds;
using program_scheduler::testing::Campaign;
using schedule::Outcome;

namespace {

/// A campaign whose times are set by SQL: what stands in its row is past, now, or to come.
struct Timed : Campaign {
    explicit Timed(std::int64_t people = 5, Bounds bounds = {}) : Campaign{people, bounds} {}

    void set(const std::string& assignments) {
        scalar("WITH s AS (UPDATE executions SET " + assignments +
               " WHERE program_id IS NOT NULL RETURNING 1) SELECT count(*) FROM s");
    }
    void keep_time() {
        Timekeeper timekeeper{pool};
        REQUIRE(timekeeper.keep());
    }
    std::int64_t told(const std::string& type) {
        return scalar("SELECT count(*) FROM announcements WHERE type = 'hatif.program.v1." + type +
                      "'");
    }
    std::string waits_for() {
        scalar("WITH w AS (INSERT INTO workers VALUES ('w', now()) ON CONFLICT (name) DO UPDATE "
               "SET last_seen = now() RETURNING 1) SELECT count(*) FROM w");
        const auto it = look();
        return it.waiting_for ? it.waiting_for->reason : "";
    }
};

std::vector<int> all(std::size_t count, int answer) {
    return std::vector<int>(count, answer);
}

/// From an hour ago until in an hour, by the database's clock.
const std::string this_hour =
    "pause_dated = ARRAY[now() - interval '1 h', now() + interval '1 h'], "
    "closes_at = now()";

} // namespace

TEST_CASE("a scheduled execution begins at its startAt, and says so once",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.set("status = 1, started_at = NULL, start_at = now() + interval '1 h'");
    campaign.keep_time();
    CHECK(campaign.look().status == ExecutionStatus::scheduled);
    CHECK(campaign.waits_for() == "start");
    campaign.plan();
    CHECK(campaign.lease(5).empty());
    campaign.set("start_at = now() - interval '1 s'");
    campaign.keep_time();
    campaign.keep_time();
    CHECK(campaign.look().status == ExecutionStatus::running);
    CHECK(campaign.look().started_at);
    CHECK(campaign.told("ExecutionStatusChanged") == 1);
    campaign.plan();
    CHECK(campaign.lease(5).size() == 5);
}

TEST_CASE("a scheduled execution that is paused stays so at its startAt",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.set("status = 1, started_at = NULL, start_at = now() + interval '1 h'");
    campaign.control(Control::pause);
    campaign.control(Control::resume);
    CHECK(campaign.look().status == ExecutionStatus::scheduled);
    campaign.control(Control::pause);
    campaign.set("start_at = now() - interval '1 s'");
    campaign.keep_time();
    CHECK(campaign.look().status == ExecutionStatus::paused);
    campaign.control(Control::resume);
    CHECK(campaign.look().status == ExecutionStatus::running);
}

TEST_CASE("at stopAt who was not called is skipped, and calls finish",
          "[program_scheduler][timekeeper]") {
    Timed campaign{2'000, {.retries = 3, .retry_minutes = 1}};
    campaign.plan();
    const auto ringing = campaign.lease(10);
    campaign.start(ringing);
    const auto leased = campaign.lease(10);
    campaign.set("stop_at = now() - interval '1 ms'");
    campaign.keep_time();
    campaign.keep_time();
    auto now = campaign.look();
    CHECK(now.status == ExecutionStatus::stopped);
    CHECK(now.ended_at);
    CHECK(now.skipped == 1'980);
    CHECK(now.in_progress == 20);
    CHECK(campaign.start(leased) == all(10, StartResponse::ANSWER_SKIPPED));
    campaign.finish(ringing, Outcome::busy);
    now = campaign.look();
    CHECK(now.skipped == 2'000);
    CHECK(now.in_progress == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE reason = 'skipped_stopped'") == 1'000);
    CHECK(campaign.told("ExecutionStatusChanged") == 1);
}

TEST_CASE("from stopAt on nobody is called, even while no replica looks",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.plan();
    const auto leases = campaign.lease(2);
    campaign.set("stop_at = now(), closes_at = now()");
    CHECK(campaign.lease(5).empty());
    CHECK(campaign.start(leases) == all(2, StartResponse::ANSWER_WENT_BACK));
    campaign.keep_time();
    CHECK(campaign.look().skipped == 5);
}

TEST_CASE("in a pause window calls finish, leases go back, and who waits waits for its end",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.plan();
    const auto ringing = campaign.lease(1);
    campaign.start(ringing);
    const auto leased = campaign.lease(2);
    campaign.set(this_hour);
    campaign.keep_time();
    CHECK(campaign.look().status == ExecutionStatus::running);
    CHECK(campaign.waits_for() == "window");
    CHECK(campaign.start(leased) == all(2, StartResponse::ANSWER_WENT_BACK));
    CHECK(campaign.lease(5).empty());
    campaign.finish(ringing, Outcome::completed);
    auto now = campaign.look();
    CHECK(now.completed == 1);
    CHECK(now.pending == 4);
    REQUIRE(now.waiting_for->until);
    CHECK(*now.waiting_for->until > base::SystemClock{}.now() + 59min);

    // The window's end has come.
    campaign.set("pause_dated = ARRAY[now() - interval '2 h', now() - interval '1 ms'], "
                 "opens_at = now() - interval '1 ms'");
    CHECK(campaign.lease(5).size() == 4);
    CHECK(campaign.waits_for() == "");
}

TEST_CASE("a retry that falls into a pause window waits for its end",
          "[program_scheduler][timekeeper]") {
    Timed campaign{1, {.retries = 2, .retry_minutes = 0}};
    campaign.plan();
    const auto ringing = campaign.lease(1);
    campaign.start(ringing);
    campaign.set(this_hour);
    campaign.keep_time();
    campaign.finish(ringing, Outcome::no_answer);
    CHECK(campaign.lease(1).empty());
    CHECK(campaign.waits_for() == "window");
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue q JOIN executions e ON e.id = "
                          "q.execution_id WHERE q.due_at = e.opens_at") == 1);
    campaign.set("opens_at = now() - interval '1 ms'");
    campaign.touch("UPDATE job_queue SET due_at = now()");
    CHECK(campaign.lease(1).size() == 1);
}

TEST_CASE("a lease says when its hours end, and no yes is given that could be used after",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.plan();
    campaign.set("closes_at = now() + interval '1 h'");
    const auto leases = campaign.lease(2);
    REQUIRE(leases.size() == 2);
    CHECK(leases[0].has_not_after());
    campaign.set("closes_at = now() + interval '200 ms'");
    CHECK(campaign.start(leases) == all(2, StartResponse::ANSWER_WENT_BACK));
}

TEST_CASE("hours that have passed are closed until the next were written",
          "[program_scheduler][timekeeper]") {
    Timed campaign;
    campaign.plan();
    campaign.set("closes_at = now() - interval '1 ms'");
    CHECK(campaign.lease(5).empty());
    campaign.keep_time();
    CHECK(campaign.lease(5).size() == 5);
}

TEST_CASE("hours that cannot be read let nobody be called, and it says so",
          "[program_scheduler][timekeeper]") {
    const std::string fault = GENERATE("timezone = 'Mars/Base'", "pause_weekly = '{1}'",
                                       "pause_weekly = '{9,0,1}'", "pause_weekly = '{1,5,5}'");
    CAPTURE(fault);
    Timed campaign;
    campaign.plan();
    const auto leases = campaign.lease(2);
    campaign.set(fault + ", closes_at = now()");
    campaign.keep_time();
    CHECK(campaign.waits_for() == "window_unreadable");
    CHECK(campaign.lease(5).empty());
    CHECK(campaign.start(leases) == all(2, StartResponse::ANSWER_WENT_BACK));
    CHECK(campaign.look().pending == 5);
    campaign.set("timezone = 'UTC', pause_weekly = '{}', closes_at = now()");
    campaign.keep_time();
    CHECK(campaign.lease(5).size() == 5);
}

TEST_CASE("several replicas keep the time at once, and each thing happens once",
          "[program_scheduler][timekeeper]") {
    Timed campaign{300};
    campaign.plan();
    campaign.set("stop_at = now()");
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 4; ++i) {
            replicas.emplace_back([&] { (void)Timekeeper{campaign.pool}.keep(); });
        }
    }
    CHECK(campaign.look().skipped == 300);
    CHECK(campaign.told("ExecutionStatusChanged") == 1);
    CHECK(campaign.told("JobSkipped") == 300);
}

TEST_CASE(
    "those who wait at the end of a large campaign are skipped little by little, and count so "
    "from the start",
    "[program_scheduler][timekeeper]") {
    Timed campaign{4'500};
    campaign.plan();
    campaign.scalar(
        "WITH j AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id) "
        "SELECT gen_random_uuid(), execution_id, organization_id, contact_id FROM jobs, "
        "generate_series(1, 4) LIMIT 3500 RETURNING id, execution_id, contact_id), "
        "q AS (INSERT INTO job_queue SELECT execution_id, now(), id, contact_id, gen_random_uuid() "
        "FROM j RETURNING 1) "
        "SELECT count(*) FROM q");
    campaign.scalar(
        "WITH p AS (UPDATE execution_plans SET planned = 4500, done = true RETURNING 1) "
        "SELECT count(*) FROM p");
    const auto leased = campaign.lease(10);
    campaign.control(Control::cancel);
    const auto now = campaign.look();
    CHECK(now.skipped == 4'490);
    CHECK(now.pending == 0);
    CHECK(campaign.told("JobSkipped") == 2'000);
    for (int look = 0; look < 3; ++look) campaign.keep_time();
    CHECK(campaign.told("JobSkipped") == 4'490);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM executions WHERE skipping") == 0);
    campaign.start(leased);
    CHECK(campaign.look().skipped == 4'500);
    CHECK(campaign.scalar("SELECT skipped FROM execution_counts") == 4'500);
}

TEST_CASE("the numbers of an execution take turns, whatever others called from them before",
          "[program_scheduler][timekeeper]") {
    Timed campaign{200};
    campaign.plan();
    campaign.scalar("WITH t AS (INSERT INTO execution_turns SELECT id, '{0,0}' FROM executions "
                    "WHERE program_id IS NOT NULL RETURNING 1) SELECT count(*) FROM t");
    campaign.scalar("WITH c AS (UPDATE capacity SET used = 5000 WHERE kind = 2 AND id = "
                    "(SELECT min(id::text)::uuid FROM dids) RETURNING 1) SELECT count(*) FROM c");
    for (int i = 0; i < 4; ++i) campaign.lease(50);
    CHECK(campaign.scalar("SELECT max(n) - min(n) FROM (SELECT count(*) AS n FROM leases "
                          "GROUP BY did_id) d") <= 1);
    CHECK(campaign.scalar("SELECT used[1] + used[2] FROM execution_turns") == 200);
}
