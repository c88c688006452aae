#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Campaign;

namespace {

/// Does it, and counts the rows that it touched.
std::int64_t touch(Campaign& campaign, const std::string& change) {
    return campaign.scalar("WITH it AS (" + change + " RETURNING 1) SELECT count(*) FROM it");
}

} // namespace

TEST_CASE("an organization calls from a number only while it is its own", "[scheduler][leasing]") {
    Campaign campaign{6};
    campaign.plan();
    touch(campaign, "INSERT INTO workers VALUES ('w', now())");
    touch(campaign, "UPDATE dids SET organization_id = gen_random_uuid() "
                    "WHERE number = '+212520000000'");
    const auto leases = campaign.lease(4);
    REQUIRE(leases.size() == 4);
    for (const auto& lease : leases) CHECK(lease.from() == "+212520000001");
    touch(campaign, "UPDATE dids SET organization_id = NULL");
    CHECK(campaign.lease(4).empty());
    const auto now = campaign.look();
    REQUIRE(now.waiting_for);
    CHECK(now.waiting_for->reason == "did_pool");
}

TEST_CASE("who waits for a busy number waits twice as long each time, up to 32 seconds",
          "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.contacts.one_number = true;
    campaign.plan();
    REQUIRE(campaign.lease(2).size() == 1);
    for (const int seconds : {2, 4, 8, 16, 32, 32}) {
        CAPTURE(seconds);
        const auto wait = campaign.scalar(
            "SELECT ceil(extract(epoch FROM due_at - now()))::bigint FROM job_queue");
        CHECK(wait > seconds / 2);
        CHECK(wait <= seconds);
        touch(campaign, "UPDATE job_queue SET due_at = now()");
        CHECK(campaign.lease(2).empty());
    }
}

TEST_CASE("members that an audience lacks are skipped once, and told", "[scheduler][leasing]") {
    Campaign campaign{10};
    campaign.contacts.count = 7;
    campaign.plan();
    CHECK(campaign.look().skipped == 3);
    const std::string told = "SELECT count(*) FROM outbox "
                             "WHERE type = 'hatif.program.v1.ExecutionStatusChanged'";
    CHECK(campaign.scalar(told) == 1);
    campaign.control(Control::cancel);
    CHECK(campaign.look().skipped == 10);
    CHECK(campaign.scalar("SELECT skipped FROM execution_counts") == 10);
    CHECK(campaign.scalar(told) == 2);
}
