#include "program_scheduler/planning/live_planner.hpp"

#include "program_scheduler/planning/timekeeper.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::Campaign;

namespace {

class HandSet final : public base::Clock {
public:
    base::Instant now() const override { return now_; }
    base::Instant set_to_now() {
        return now_ = std::chrono::floor<std::chrono::seconds>(base::SystemClock{}.now());
    }
    base::Instant now_ = base::SystemClock{}.now();
};

/// Launched a moment ago, its moments told by a clock that is set by hand.
struct Live : Campaign {
    Live() : Campaign{0, {}, hand}, planner{pool, clock, *stub_, identity_} {
        touch("UPDATE executions SET mode = 2, trigger_name = 'due' WHERE program_id IS NOT NULL");
        touch("UPDATE executions SET created_at = to_timestamp(" +
              std::to_string(
                  std::chrono::floor<std::chrono::seconds>(launched).time_since_epoch().count()) +
              ") WHERE program_id IS NOT NULL");
    }
    void fall_due(std::int64_t i, base::Duration after_launch) {
        contacts.due.emplace(launched + after_launch, i);
    }
    void look_at(base::Duration after_launch) {
        hand.now_ = launched + after_launch;
        REQUIRE(planner.plan());
    }

    LivePlanner another() { return {pool, clock, *stub_, identity_}; }

    inline static HandSet hand{};
    const base::Instant launched = hand.set_to_now();
    LivePlanner planner;
};

} // namespace

TEST_CASE("each is called when their moment falls due, and nobody for a past one",
          "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, -1min);
    live.fall_due(2, 10s);
    live.fall_due(3, 20s);
    live.look_at(5s);
    CHECK(live.look().total == 0);
    live.look_at(10s);
    CHECK(live.look().total == 1);
    CHECK(live.lease(5).size() == 1);
    live.look_at(25s);
    CHECK(live.look().total == 2);
    CHECK(live.scalar("SELECT count(*) FROM announcements WHERE type = "
                      "'hatif.program.v1.ExecutionGrew'") == 2);
}

TEST_CASE("a moment makes one job however often it is looked at, another moment another",
          "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, 10s);
    for (const auto at : {12s, 14s, 16s}) live.look_at(at);
    CHECK(live.look().total == 1);
    live.fall_due(1, 17s);
    live.look_at(18s);
    CHECK(live.look().total == 2);
}

TEST_CASE("replicas that look at once make each job once", "[program_scheduler][live]") {
    Live live;
    for (int i = 1; i <= 1'500; ++i) live.fall_due(i, 10s + i * 1ms);
    live.hand.now_ = live.launched + 15s;
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 3; ++i) {
            replicas.emplace_back([&] {
                LivePlanner other = live.another();
                if (!other.plan()) ++failures;
            });
        }
    }
    CHECK(failures == 0);
    CHECK(live.look().total == 1'500);
    CHECK(live.scalar("SELECT planned FROM execution_plans") == 1'500);
}

TEST_CASE("what fell due while it was paused, or nobody looked, is made up for",
          "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, 10s);
    live.fall_due(2, 10min);
    live.control(Control::pause);
    live.look_at(15s);
    CHECK(live.look().total == 0);
    live.control(Control::resume);
    live.look_at(20min);
    CHECK(live.look().total == 2);
}

TEST_CASE("a date that was written just too late is seen by the next look",
          "[program_scheduler][live]") {
    Live live;
    live.look_at(30s);
    live.fall_due(1, 29s);
    live.look_at(32s);
    CHECK(live.look().total == 1);
}

TEST_CASE("it goes on until it is cancelled, and then nobody more is called",
          "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, 10s);
    live.look_at(12s);
    live.finish(live.lease(1), schedule::Outcome::completed);
    live.sweep();
    CHECK(live.look().status == ExecutionStatus::running);
    live.fall_due(2, 20s);
    live.control(Control::cancel);
    live.look_at(25s);
    CHECK(live.look().total == 1);
    CHECK(live.look().status == ExecutionStatus::cancelled);
}

TEST_CASE("who waits in a live execution when it stops is skipped", "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, 10s);
    live.look_at(12s);
    live.touch("UPDATE executions SET stop_at = now() - interval '1 ms' "
               "WHERE program_id IS NOT NULL");
    REQUIRE(Timekeeper{live.pool}.keep());
    CHECK(live.look().status == ExecutionStatus::stopped);
    CHECK(live.look().skipped == 1);
}

TEST_CASE("once its attribute is deleted nobody falls due, then or later",
          "[program_scheduler][live]") {
    Live live;
    live.fall_due(1, 10s);
    live.contacts.no_attribute = true;
    live.look_at(15min);
    live.contacts.no_attribute = false;
    live.look_at(15min + 2s);
    CHECK(live.look().total == 0);
}

TEST_CASE("many who fall due at once are written turn by turn, all of them",
          "[program_scheduler][live]") {
    Live live;
    for (int i = 1; i <= 22'500; ++i) live.fall_due(i, 10s);
    live.look_at(11s);
    CHECK(live.look().total == 20'000);
    live.look_at(11s + 1ms);
    CHECK(live.look().total == 22'500);
    live.look_at(13s);
    CHECK(live.look().total == 22'500);
}

TEST_CASE("many are not told again by each look; who was late among them is seen in two minutes",
          "[program_scheduler][live]") {
    Live live;
    for (int i = 1; i <= 5'001; ++i) live.fall_due(i, 10s);
    live.look_at(11s);
    CHECK(live.look().total == 5'001);
    live.fall_due(6'000, 10s);
    for (int after = 12; after < 60; ++after) live.look_at(after * 1s);
    CHECK(live.look().total == 5'001);
    for (int after = 60; after <= 130; ++after) live.look_at(after * 1s);
    CHECK(live.look().total == 5'002);
}
