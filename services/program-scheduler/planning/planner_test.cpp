#include "program_scheduler/planning/planner.hpp"

#include "program_scheduler/testing/campaign.hpp"
#include "program_scheduler/testing/test_clock.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program_scheduler::testing::Campaign;

namespace {

/// Hours on the clocks of the person called. The zones are such that it is noon, or midnight, now.
struct ByPerson : Campaign {
    explicit ByPerson(std::int64_t people) : Campaign{people} {
        touch("UPDATE executions SET calling_weekly = '{0,540,1080,1,540,1080,2,540,1080,"
              "3,540,1080,4,540,1080,5,540,1080,6,540,1080}' WHERE program_id IS NOT NULL");
    }

    /// "Etc/GMT-3" is three hours ahead of UTC.
    static std::string zone_where_it_is(int hour) {
        const auto in_day = base::SystemClock{}.now().time_since_epoch() % std::chrono::days{1};
        int ahead = hour - static_cast<int>(std::chrono::floor<std::chrono::hours>(in_day).count());
        if (ahead > 12) ahead -= 24;
        if (ahead < -11) ahead += 24;
        return "Etc/GMT" + std::string{ahead > 0 ? "-" : "+"} + std::to_string(std::abs(ahead));
    }

    std::int64_t due_now() {
        return scalar("SELECT count(*) FROM job_queue WHERE due_at <= now()");
    }
    std::int64_t skipped_for(const std::string& reason) {
        return scalar("SELECT count(*) FROM jobs WHERE status = 3 AND reason = '" + reason + "'");
    }

    const std::string noon = zone_where_it_is(12), night = zone_where_it_is(0);
};

/// A planner that stays, beside workers who empty the queue now and then.
struct Drained : Campaign {
    Drained(std::int64_t people, testing::TestClock& clock_of_tests)
        : Campaign{people, {}, clock_of_tests}, hand{clock_of_tests} {}

    /// How many wait after a round of planning, this long after the last one.
    std::int64_t after(base::Duration passed) {
        hand.advance(passed);
        while (planner.plan().value()) {
        }
        return scalar("SELECT count(*) FROM job_queue");
    }
    void empty() { touch("DELETE FROM job_queue"); }

    testing::TestClock& hand;
    Planner planner{pool, clock, *stub_, identity_};
};

} // namespace

TEST_CASE("each person is queued at their own next opening, and their zones are kept",
          "[program_scheduler][planner]") {
    ByPerson campaign{3};
    campaign.contacts.zones = {{1, campaign.noon}, {2, campaign.night}, {3, campaign.noon}};
    campaign.plan();
    CHECK(campaign.due_now() == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue WHERE due_at > now() + interval '7 h' "
                          "AND due_at < now() + interval '10 h'") == 1);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE zones = '" + campaign.night + "'") == 1);
    CHECK(campaign.look().pending == 3);
}

TEST_CASE("of whom no zone is known is not called, for the reason that their lease finds",
          "[program_scheduler][planner]") {
    ByPerson campaign{3};
    campaign.contacts.zones = {{1, campaign.noon}};
    campaign.contacts.refused = {{2, contact::v1::REFUSAL_PHONE_INVALID}};
    campaign.plan();
    CHECK(campaign.lease(3).size() == 1);
    CHECK(campaign.skipped_for("skipped_invalid_phone") == 1);
    CHECK(campaign.skipped_for("skipped_no_hours") == 1);
}

TEST_CASE("whose zone cannot be read is skipped, with the reason, a note and the news",
          "[program_scheduler][planner]") {
    ByPerson campaign{3};
    campaign.contacts.zones = {{1, campaign.noon}, {2, "Mars/Base"}, {3, "Mars/Base"}};
    campaign.plan();
    CHECK(campaign.look().skipped == 2);
    CHECK(campaign.skipped_for("skipped_no_hours") == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM job_trail WHERE reason = 'skipped_no_hours'") == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM announcements WHERE type = "
                          "'hatif.program.v1.JobSkipped'") == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue") == 1);
}

TEST_CASE("whose hours come after stopAt is skipped as stopped", "[program_scheduler][planner]") {
    ByPerson campaign{2};
    campaign.contacts.zones = {{1, campaign.noon}, {2, campaign.night}};
    campaign.touch("UPDATE executions SET stop_at = now() + interval '1 h' "
                   "WHERE program_id IS NOT NULL");
    campaign.plan();
    CHECK(campaign.skipped_for("skipped_stopped") == 1);
    CHECK(campaign.look().pending == 1);
}

TEST_CASE("nobody who can be called waits behind windows of people who cannot",
          "[program_scheduler][planner]") {
    ByPerson campaign{5'000};
    for (int i = 1; i <= 5'000; ++i) {
        campaign.contacts.zones[i] = i < 4'990 ? campaign.night : campaign.noon;
    }
    campaign.plan();
    CHECK(campaign.due_now() == 11);
    CHECK(campaign.lease(20).size() == 11);
}

TEST_CASE("while enough people are due nothing more is planned", "[program_scheduler][planner]") {
    ByPerson campaign{5'000};
    for (int i = 1; i <= 5'000; ++i) campaign.contacts.zones[i] = campaign.noon;
    campaign.plan();
    CHECK(campaign.scalar("SELECT count(*) FROM jobs") == 1'000);
}

TEST_CASE("windows of people most of whom are not due are planned until enough are, and no farther",
          "[program_scheduler][planner]") {
    ByPerson campaign{6'000};
    for (int i = 1; i <= 6'000; ++i) {
        campaign.contacts.zones[i] = i % 5 == 0 ? campaign.noon : campaign.night;
    }
    campaign.plan();
    CHECK(campaign.due_now() == 600);
}

TEST_CASE("whoever empties a window in no time is planned for three windows ahead",
          "[program_scheduler][planner]") {
    program_scheduler::testing::TestClock clock;
    Drained campaign{20'000, clock};
    CHECK(campaign.after(0ms) == 1'000);
    CHECK(campaign.after(100ms) == 1'000); // nobody calls
    CHECK(campaign.after(900ms) == 1'000);
    campaign.empty();
    CHECK(campaign.after(600ms) == 1'000); // it took its time
    CHECK(campaign.after(100ms) == 1'000);
    campaign.empty();
    campaign.after(100ms);
    CHECK(campaign.after(100ms) == 3'000);
    CHECK(campaign.after(100ms) == 3'000);
    CHECK(campaign.after(900ms) == 3'000);
    campaign.empty();
    CHECK(campaign.after(700ms) < 3'000);
}

TEST_CASE("while nobody at all may be called one window is planned",
          "[program_scheduler][planner]") {
    ByPerson campaign{5'000};
    for (int i = 1; i <= 5'000; ++i) campaign.contacts.zones[i] = campaign.night;
    campaign.touch("UPDATE executions SET opens_at = now() + interval '1 h'");
    campaign.plan();
    CHECK(campaign.scalar("SELECT count(*) FROM jobs") == 1'000);
    CHECK(campaign.lease(5).empty());
}

TEST_CASE("members that the audience does not yield count as missing",
          "[program_scheduler][planner]") {
    Campaign campaign{5};
    campaign.contacts.count = 3;
    campaign.plan();
    CHECK(campaign.look().skipped == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM announcements WHERE type = 'hatif.program.v1."
                          "ExecutionStatusChanged' AND position('skipped_missing'::bytea IN "
                          "payload) > 0") == 1);
}
