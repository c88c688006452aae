#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

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
    const std::string told = "SELECT count(*) FROM announcements "
                             "WHERE type = 'hatif.program.v1.ExecutionStatusChanged'";
    CHECK(campaign.scalar(told) == 1);
    campaign.control(Control::cancel);
    CHECK(campaign.look().skipped == 10);
    CHECK(campaign.scalar("SELECT skipped FROM execution_counts") == 10);
    CHECK(campaign.scalar(told) == 2);
}

TEST_CASE("calls start no faster than their rate in any 100 ms, however many replicas lease them",
          "[scheduler][leasing]") {
    Campaign campaign{400};
    campaign.plan();
    touch(campaign, "UPDATE capacity SET per_second = 200 WHERE kind = 0");
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 4; ++i) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 25; ++round) campaign.lease(20);
            });
        }
    }
    CHECK(campaign.scalar("SELECT count(*) FROM leases") > 50);
    CHECK(campaign.scalar("SELECT max(n) FROM (SELECT count(*) OVER (ORDER BY not_before RANGE "
                          "BETWEEN CURRENT ROW AND interval '99999 us' FOLLOWING) AS n "
                          "FROM leases) w") <= 20);
}

TEST_CASE("an organization's share is the weight of its calls", "[scheduler][leasing]") {
    Campaign campaign{300};
    campaign.plan();
    // Another organization with the same right to the trunk, and twice the share.
    const auto twin = [&](const std::string& sql) { campaign.touch(sql); };
    twin("INSERT INTO executions (id, organization_id, audience_id, audience_version, flow_id, "
         "flow_version, did_pool, retry_type, total, status, created_at, updated_at, program_id) "
         "SELECT gen_random_uuid(), gen_random_uuid(), audience_id, 1, flow_id, 1, did_pool, 0, "
         "300, 2, now(), now(), NULL FROM executions");
    twin("UPDATE dids SET is_shared = true");
    twin("INSERT INTO capacity (kind, id, share) SELECT 0, organization_id, 20 FROM executions "
         "WHERE program_id IS NULL");
    twin("INSERT INTO job_queue SELECT e.id, now(), gen_random_uuid(), q.contact_id, "
         "gen_random_uuid() FROM job_queue q, executions e WHERE e.program_id IS NULL");
    twin("INSERT INTO capacity (kind, id, max_concurrent) SELECT 3, id, 90 FROM trunks "
         "ON CONFLICT (kind, id) DO UPDATE SET max_concurrent = 90");
    REQUIRE(claim(campaign.desk, {{"w", 200}}).value().claimed.size() == 90);
    CHECK(campaign.scalar("SELECT count(*) FROM leases WHERE execution_id = '" +
                          campaign.execution.value().to_string() + "'") == 30);
}
