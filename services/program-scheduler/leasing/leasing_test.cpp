#include "program_scheduler/leasing/sweeper.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Campaign;

namespace {

std::vector<int> all(std::size_t count, int answer) {
    return std::vector<int>(count, answer);
}

} // namespace

TEST_CASE("everyone of the audience is leased once, and the counts add up",
          "[scheduler][leasing]") {
    Campaign campaign{2'500};
    CHECK(campaign.look().pending == 2'500);
    std::set<std::string> called;
    for (;;) {
        campaign.plan();
        const auto leases = campaign.lease(200);
        if (leases.empty()) break;
        CHECK(campaign.look().in_progress == static_cast<std::int64_t>(leases.size()));
        CHECK(campaign.start(leases) == all(leases.size(), StartResponse::ANSWER_YES));
        for (const auto& lease : leases) CHECK(called.insert(lease.to()).second);
        campaign.finish(leases, Outcome::completed);
    }
    CHECK(called.size() == 2'500);
    campaign.sweep();
    const auto end = campaign.look();
    CHECK(end.status == ExecutionStatus::completed);
    CHECK(end.completed == 2'500);
    CHECK(end.outcomes[static_cast<std::size_t>(Outcome::completed)] == 2'500);
}

TEST_CASE("two replicas never pass a bound together", "[scheduler][leasing]") {
    Campaign campaign{1'000, {.organization = 50, .did = 30}};
    campaign.plan();
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 4; ++i) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 20; ++round) campaign.lease(7);
            });
        }
    }
    CHECK(campaign.look().in_progress == 50);
    CHECK(campaign.scalar(
              "SELECT max(n) FROM (SELECT count(*) AS n FROM leases GROUP BY did_id) d") <= 30);
}

TEST_CASE("a claim takes exactly as many as it has places, whatever plan PostgreSQL chooses",
          "[scheduler][leasing]") {
    Campaign campaign{10};
    campaign.plan();
    // Among many others' jobs ours look few: a plan that runs the search once for each of them.
    campaign.scalar("WITH others AS (INSERT INTO job_queue SELECT gen_random_uuid(), now(), "
                    "gen_random_uuid(), gen_random_uuid(), gen_random_uuid() "
                    "FROM generate_series(1, 1000) RETURNING 1) "
                    "SELECT count(*) FROM others");
    campaign.analyze();
    for (int taken = 1; taken <= 10; ++taken) {
        CHECK(campaign.lease(1).size() == 1);
        CHECK(campaign.look().in_progress == taken);
    }
}

TEST_CASE("numbers of the pool take turns", "[scheduler][leasing]") {
    Campaign campaign{400};
    campaign.plan();
    for (int i = 0; i < 4; ++i) campaign.lease(100);
    CHECK(campaign.scalar(
              "SELECT max(n) - min(n) FROM (SELECT count(*) AS n FROM leases GROUP BY did_id) d") <=
          1);
}

TEST_CASE("a paused execution starts nothing: the calls go back and come again under the same id",
          "[scheduler][leasing]") {
    Campaign campaign{5};
    campaign.plan();
    const auto before = campaign.lease(5);
    campaign.control(Control::pause);
    CHECK(campaign.start(before) == all(5, StartResponse::ANSWER_WENT_BACK));
    CHECK(campaign.look().pending == 5);
    CHECK(campaign.lease(5).empty());
    campaign.control(Control::resume);
    const auto again = campaign.lease(5);
    REQUIRE(again.size() == 5);
    std::set<std::string> ids;
    for (const auto& lease : before) ids.insert(lease.attempt_id());
    for (const auto& lease : again) {
        CHECK(ids.contains(lease.attempt_id()));
        CHECK(lease.epoch() == 2);
    }
    CHECK(campaign.start(before) == all(5, StartResponse::ANSWER_LOST));
    CHECK(campaign.start(again) == all(5, StartResponse::ANSWER_YES));
}

TEST_CASE("a started call is started for whoever asks again", "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.plan();
    const auto leases = campaign.lease(2);
    CHECK(campaign.start(leases) == all(2, StartResponse::ANSWER_YES));
    campaign.control(Control::pause);
    CHECK(campaign.start(leases) == all(2, StartResponse::ANSWER_YES));
}

TEST_CASE("cancel skips whoever waits, planned or not, and lets calls finish",
          "[scheduler][leasing]") {
    Campaign campaign{3'000, {.retries = 3, .retry_minutes = 1}};
    campaign.plan();
    const auto ringing = campaign.lease(10);
    campaign.start(ringing);
    const auto leased = campaign.lease(10);
    campaign.control(Control::cancel);
    CHECK(campaign.look().skipped == 2'980);
    CHECK(campaign.start(leased) == all(10, StartResponse::ANSWER_SKIPPED));
    campaign.finish(ringing, Outcome::busy);
    const auto end = campaign.look();
    CHECK(end.skipped == 3'000);
    CHECK(end.in_progress == 0);
    CHECK(end.outcomes[static_cast<std::size_t>(Outcome::busy)] == 10);
}

TEST_CASE("who was not reached is called again, as often as the program says",
          "[scheduler][leasing]") {
    Campaign campaign{1, {.retries = 2, .retry_minutes = 0}};
    campaign.plan();
    std::set<std::string> attempts;
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const auto leases = campaign.lease(5);
        REQUIRE(leases.size() == 1);
        CHECK(leases[0].attempt_number() == number);
        CHECK(attempts.insert(leases[0].attempt_id()).second);
        campaign.start(leases);
        campaign.finish(leases, Outcome::no_answer);
    }
    CHECK(campaign.lease(5).empty());
    const auto end = campaign.look();
    CHECK(end.failed == 1);
    CHECK(end.dialled == 1);
    CHECK(end.outcomes[static_cast<std::size_t>(Outcome::no_answer)] == 1);
}

TEST_CASE("a retry waits for its time, and the execution says so", "[scheduler][leasing]") {
    Campaign campaign{1, {.retries = 1, .retry_minutes = 60}};
    campaign.plan();
    const auto leases = campaign.lease(1);
    campaign.start(leases);
    campaign.finish(leases, Outcome::busy);
    CHECK(campaign.lease(1).empty());
    campaign.scalar(
        "WITH w AS (INSERT INTO workers VALUES ('w', now()) RETURNING 1) SELECT count(*) FROM w");
    const auto now = campaign.look();
    CHECK(now.pending == 1);
    REQUIRE(now.waiting_for);
    CHECK(now.waiting_for->reason == "retry");
    CHECK(now.waiting_for->until);
}

TEST_CASE("a lease that ran out before its start goes back", "[scheduler][leasing]") {
    Campaign campaign{3};
    campaign.plan();
    const auto leases = campaign.lease(3);
    campaign.expire();
    campaign.sweep();
    CHECK(campaign.look().pending == 3);
    CHECK(campaign.start(leases) == all(3, StartResponse::ANSWER_LOST));
    CHECK(campaign.lease(3).size() == 3);
}

TEST_CASE("a lease that ran out after its start is worker_lost", "[scheduler][leasing]") {
    Campaign campaign{3};
    campaign.plan();
    campaign.start(campaign.lease(3));
    campaign.expire();
    campaign.sweep();
    const auto end = campaign.look();
    CHECK(end.failed == 3);
    CHECK(end.status == ExecutionStatus::completed);
    CHECK(campaign.scalar("SELECT count(*) FROM attempts WHERE reason = 'worker_lost'") == 3);
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers") == 0);
}

TEST_CASE("after an answered worker_lost the number stays taken until the call must be over",
          "[scheduler][leasing]") {
    Campaign campaign{1};
    campaign.plan();
    campaign.start(campaign.lease(1));
    campaign.scalar(
        "WITH a AS (UPDATE leases SET answered = true RETURNING 1) SELECT count(*) FROM a");
    campaign.expire();
    campaign.sweep();
    CHECK(campaign.look().failed == 1);
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers WHERE until > now()") == 1);
}

TEST_CASE("an end is told once, however often it is heard", "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.plan();
    const auto leases = campaign.lease(2);
    campaign.start(leases);
    for (int i = 0; i < 3; ++i) campaign.finish(leases, Outcome::completed);
    CHECK(campaign.look().completed == 2);
    CHECK(campaign.scalar(
              "SELECT count(*) FROM announcements WHERE type = 'hatif.program.v1.AttemptEnded'") ==
          2);
}

TEST_CASE("a lease that runs out long after the sweeper's last look is found within two seconds",
          "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.plan();
    campaign.start(campaign.lease(2));
    auto now = std::chrono::steady_clock::time_point{} + 1h;
    Sweeper sweeper{campaign.desk, [] { return base::Result<std::vector<std::int64_t>>{{0}}; },
                    [&] { return now; }};
    const auto sweep_for = [&](std::chrono::seconds time) {
        for (const auto until = now + time; now < until;) {
            now += 250ms;
            REQUIRE(sweeper.sweep());
        }
    };
    sweep_for(2 * campaign.desk.lease_time);
    CHECK(campaign.scalar("SELECT count(*) FROM leases") == 2);
    campaign.expire();
    sweep_for(2s);
    CHECK(campaign.scalar("SELECT count(*) FROM leases") == 0);
}

TEST_CASE("a lease that is renewed is not ended by a sweep that saw it late",
          "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.plan();
    const auto leases = campaign.lease(2);
    campaign.start(leases);
    campaign.expire();
    CHECK(campaign.renew(leases) ==
          std::vector<int>(2, program::v1::RenewResponse::ANSWER_RENEWED));
    campaign.sweep();
    CHECK(campaign.look().in_progress == 2);
}

TEST_CASE("a call that is held longer than any can last is not renewed", "[scheduler][leasing]") {
    Campaign campaign{1};
    campaign.plan();
    const auto leases = campaign.lease(1);
    campaign.start(leases);
    campaign.scalar(
        "WITH a AS (UPDATE leases SET started_at = now() - interval '13 min' RETURNING 1) "
        "SELECT count(*) FROM a");
    CHECK(campaign.renew(leases) == std::vector<int>(1, program::v1::RenewResponse::ANSWER_ENDED));
}
