#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Campaign;

TEST_CASE("whoever may not be called is skipped with the reason", "[scheduler][leasing]") {
    Campaign campaign{4};
    campaign.contacts.deleted = {2, 3};
    campaign.plan();
    CHECK(campaign.lease(10).size() == 2);
    CHECK(campaign.look().skipped == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE reason = 'skipped_deleted'") == 2);
    CHECK(campaign.scalar(
              "SELECT count(*) FROM outbox WHERE type = 'hatif.program.v1.JobSkipped'") == 2);
}

TEST_CASE("one number has one live call", "[scheduler][leasing]") {
    Campaign campaign{6};
    campaign.contacts.one_number = true;
    campaign.plan();
    CHECK(campaign.lease(10).size() == 1);
    const auto now = campaign.look();
    CHECK(now.in_progress == 1);
    CHECK(now.pending == 5);
}

TEST_CASE("while the contact service is away nobody is called and nobody is lost",
          "[scheduler][leasing]") {
    Campaign campaign{4};
    campaign.plan();
    campaign.contacts.away = true;
    CHECK(campaign.lease(10).empty());
    CHECK(campaign.look().pending == 4);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue") == 4);
}

TEST_CASE("a lease that ran out while its contact was asked for is not touched by the claim",
          "[scheduler][leasing]") {
    Campaign campaign{1};
    campaign.plan();
    // The first claim's briefing takes so long that the lease is another worker's by its end.
    campaign.contacts.before_answer = [&] {
        campaign.contacts.before_answer = nullptr;
        campaign.expire();
        campaign.sweep();
        campaign.start(campaign.lease(1));
    };
    CHECK(campaign.lease(1).empty());
    const auto now = campaign.look();
    CHECK(now.in_progress == 1);
    CHECK(now.pending == 0);
    CHECK(campaign.scalar(
              "SELECT count(*) FROM leases WHERE started_at IS NOT NULL AND epoch = 2") == 1);
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers") == 1);
}

TEST_CASE("a cancel while a contact is asked for leaves nobody waiting", "[scheduler][leasing]") {
    Campaign campaign{3};
    campaign.plan();
    campaign.contacts.before_answer = [&] {
        campaign.contacts.before_answer = nullptr;
        campaign.control(Control::cancel);
        campaign.contacts.away = true;
    };
    CHECK(campaign.lease(3).empty());
    CHECK(campaign.look().skipped == 3);
}

TEST_CASE("a cancel while a number is held by another leaves nobody waiting",
          "[scheduler][leasing]") {
    Campaign campaign{1};
    campaign.plan();
    auto other = campaign.pool.borrow().value();
    REQUIRE(other->script("BEGIN"));
    REQUIRE(other->exec("INSERT INTO live_numbers (organization_id, number, attempt_id) "
                        "VALUES ($1, '+212600000001', gen_random_uuid())",
                        campaign.organization));
    std::size_t leased = 1;
    {
        const std::jthread leasing{[&] { leased = campaign.lease(1).size(); }};
        while (campaign.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
            std::this_thread::yield();
        }
        campaign.control(Control::cancel);
        REQUIRE(other->script("COMMIT"));
    }
    CHECK(leased == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM leases") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE status = 3") == 1);
    CHECK(campaign.scalar("SELECT skipped FROM execution_counts") == 1);
}
