#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program::v1::RenewResponse;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Campaign;

namespace {

/// A campaign whose people are called by the clocks of where they are, at hours from now.
class Everywhere : public Campaign {
public:
    explicit Everywhere(std::int64_t people, testing::Bounds bounds = {})
        : Campaign{people, bounds} {}

    /// Calls are allowed every day from so many minutes from now to so many, by the clocks of UTC.
    void allow(int from, int until) {
        const auto minute = [&](int later) {
            const auto at = clock.now() + std::chrono::minutes{later};
            const auto day = std::chrono::floor<std::chrono::days>(at);
            return std::chrono::duration_cast<std::chrono::minutes>(at - day).count();
        };
        std::string weekly;
        for (int day = 0; day < 7; ++day) {
            weekly += (weekly.empty() ? "" : ",") + std::to_string(day) + "," +
                      std::to_string(minute(from)) + "," + std::to_string(minute(until));
        }
        touch("UPDATE executions SET calling_weekly = '{" + weekly + "}'");
    }
    std::int64_t skipped(const std::string& why) {
        return scalar("SELECT count(*) FROM jobs WHERE status = 3 AND reason = '" + why + "'");
    }
    /// Seconds from now to when the only one who waits is due.
    std::int64_t due_in() {
        return scalar("SELECT round(extract(epoch FROM due_at - now()))::bigint FROM job_queue");
    }
    void make_due() { touch("UPDATE job_queue SET due_at = now()"); }
};

} // namespace

TEST_CASE("a person is called within the hours of where they are, and no later than their end",
          "[scheduler][hours]") {
    Everywhere campaign{2};
    campaign.contacts.zones = {{1, "UTC"}, {2, "Asia/Tokyo"}};
    campaign.allow(-120, 120); // by UTC's clocks; Tokyo is nine hours ahead
    campaign.plan();
    campaign.make_due();
    const auto leases = campaign.lease(2);
    REQUIRE(leases.size() == 1);
    CHECK(leases[0].to() == "+212600000001");
    const auto left =
        leases[0].not_after().seconds() -
        std::chrono::duration_cast<std::chrono::seconds>(campaign.clock.now().time_since_epoch())
            .count();
    CHECK(left > 118 * 60);
    CHECK(left <= 120 * 60);
    // The other waits for their morning.
    CHECK(campaign.due_in() > 12 * 3600);
    CHECK(campaign.scalar("SELECT count(*) FROM job_trail WHERE reason = 'outside_hours'") == 1);
}

TEST_CASE("whose zone is not known is called by nobody where it is needed", "[scheduler][hours]") {
    Everywhere campaign{2};
    campaign.contacts.zones = {{1, "Mars/Olympus"}};
    campaign.allow(-120, 120);
    campaign.touch("UPDATE executions SET calling_zone = 2"); // planned as everyone is
    campaign.plan();
    campaign.touch("UPDATE executions SET calling_zone = 1");
    CHECK(campaign.lease(2).empty());
    CHECK(campaign.skipped("skipped_no_hours") == 2);
    CHECK(campaign.look().skipped == 2);
}

TEST_CASE("Start lets no call leave after the hours of its person", "[scheduler][hours]") {
    Everywhere campaign{1};
    campaign.contacts.zones = {{1, "UTC"}};
    campaign.allow(-120, 120);
    campaign.plan();
    const auto leases = campaign.lease(1);
    REQUIRE(leases.size() == 1);
    campaign.touch("UPDATE leases SET not_after = now() + interval '200 ms'"); // under the validity
    CHECK(campaign.start(leases) == std::vector<int>{StartResponse::ANSWER_WENT_BACK});
    CHECK(campaign.text("SELECT reason FROM job_trail") == "outside_hours");
    CHECK(campaign.scalar("SELECT attempt_number FROM job_queue") == 1);
}

TEST_CASE("a retry in closed hours is due when they open next", "[scheduler][hours]") {
    Everywhere campaign{1, {.retries = 2, .retry_minutes = 180}};
    campaign.contacts.zones = {{1, "UTC"}};
    campaign.allow(-120, 120); // in three hours they are closed, until tomorrow
    campaign.plan();
    const auto leases = campaign.lease(1);
    REQUIRE(leases.size() == 1);
    campaign.start(leases);
    campaign.finish(leases, Outcome::busy);
    CHECK(campaign.due_in() > 21 * 3600);
    CHECK(campaign.due_in() <= 22 * 3600);
    CHECK(campaign.scalar("SELECT count(*) FROM attempts a JOIN job_queue q ON "
                          "a.retry_at = q.due_at AND q.attempt_id <> a.id") == 1);
}

TEST_CASE("a retry that would come at stopAt or later ends its job as skipped",
          "[scheduler][hours]") {
    Everywhere campaign{1, {.retries = 2, .retry_minutes = 180}};
    campaign.touch("UPDATE executions SET stop_at = now() + interval '2 hours'");
    campaign.plan();
    const auto leases = campaign.lease(1);
    REQUIRE(leases.size() == 1);
    campaign.start(leases);
    campaign.finish(leases, Outcome::busy);
    CHECK(campaign.skipped("skipped_stopped") == 1);
    CHECK(campaign.look().skipped == 1);
    CHECK(campaign.scalar(
              "SELECT count(*) FROM announcements WHERE type = 'hatif.program.v1.JobSkipped'") ==
          1);
}

TEST_CASE("a number is dialled no more often than the cap of its organization allows",
          "[scheduler][cap]") {
    Everywhere campaign{3, {.retries = 5}};
    campaign.contacts.one_number = true;
    campaign.touch("UPDATE executions SET cap_calls = 2, cap_hours = 24");
    campaign.plan();
    for (int call = 0; call < 2; ++call) {
        campaign.make_due();
        auto leases = campaign.lease(1);
        while (leases.empty()) {
            campaign.make_due();
            leases = campaign.lease(1);
        }
        campaign.start(leases);
        campaign.finish(leases, Outcome::completed);
    }
    campaign.make_due();
    CHECK(campaign.lease(1).empty());
    CHECK(campaign.skipped("skipped_frequency_cap") == 1);
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM recent_dials") == 2);
}

TEST_CASE("a call that was not dialled after all counts against no cap", "[scheduler][cap]") {
    Everywhere campaign{1};
    campaign.touch("UPDATE executions SET cap_calls = 1, cap_hours = 24");
    campaign.plan();
    const auto leases = campaign.lease(1);
    REQUIRE(leases.size() == 1);
    campaign.start(leases);
    CHECK(campaign.scalar("SELECT count(*) FROM recent_dials") == 1);
    program::v1::NotDialledRequest request;
    auto& item = *request.add_attempts();
    item.mutable_attempt()->set_attempt_id(leases[0].attempt_id());
    item.mutable_attempt()->set_epoch(leases[0].epoch());
    item.set_reason("draining");
    REQUIRE(not_dialled(campaign.desk, request));
    CHECK(campaign.scalar("SELECT count(*) FROM recent_dials") == 0);
    CHECK(campaign.lease(1).size() == 1);
}

TEST_CASE("retries by outcome count the attempts that ended so", "[scheduler][retries]") {
    Everywhere campaign{1, {.retries = 5}};
    // Busy: at once, and once; else five times.
    campaign.touch("UPDATE executions SET retry_by_outcome = '{3,0,1}'");
    campaign.plan();
    const auto call = [&](Outcome outcome) {
        campaign.make_due();
        const auto leases = campaign.lease(1);
        if (leases.empty()) return false;
        campaign.start(leases);
        campaign.finish(leases, outcome);
        return true;
    };
    CHECK(call(Outcome::busy));
    CHECK(call(Outcome::no_answer));
    CHECK(call(Outcome::busy)); // the second one
    CHECK_FALSE(call(Outcome::busy));
    CHECK(campaign.look().failed == 1);
}

TEST_CASE("who was called from a number is called again from it, where the program keeps numbers",
          "[scheduler][sticky]") {
    Everywhere campaign{41, {.retries = 3}};
    campaign.touch("UPDATE executions SET sticky_did = true");
    campaign.plan();
    std::map<std::string, std::string> first;
    for (int round = 0; round < 3; ++round) {
        campaign.make_due();
        const auto leases = campaign.lease(41);
        REQUIRE(leases.size() == 41);
        campaign.start(leases);
        for (const auto& lease : leases) {
            const auto& from = first.try_emplace(lease.to(), lease.from()).first->second;
            CHECK(lease.from() == from);
        }
        campaign.finish(leases, Outcome::busy);
    }
    CHECK(campaign.scalar("SELECT count(DISTINCT from_number) FROM attempts") == 2);
    // A number that is theirs no longer is kept for no one.
    campaign.touch("UPDATE dids SET organization_id = NULL WHERE number = '+212520000000'");
    campaign.make_due();
    const auto leases = campaign.lease(41);
    CHECK(leases.size() == 41);
    for (const auto& lease : leases) CHECK(lease.from() == "+212520000001");
}
