#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Campaign;

namespace {

/// Claims, and what is heard of who is claimed, step by step.
struct Steps : Campaign {
    using Campaign::Campaign;

    std::vector<Claimed> claim_one() {
        return claim(desk, {{worker, 1}},
                     [this](auto& transaction, auto& claimed, auto& terms) {
                         return briefing.meet(transaction, claimed, terms, heard);
                     })
            .value()
            .claimed;
    }

    Briefing briefing{desk, *stub_, identity_};
    Heard heard{};
};

} // namespace

TEST_CASE("whoever may not be called is skipped with the reason", "[scheduler][leasing]") {
    Campaign campaign{4};
    campaign.contacts.deleted = {2, 3};
    campaign.plan();
    CHECK(campaign.lease(10).size() == 2);
    CHECK(campaign.look().skipped == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE reason = 'skipped_deleted'") == 2);
    CHECK(campaign.scalar(
              "SELECT count(*) FROM announcements WHERE type = 'hatif.program.v1.JobSkipped'") ==
          2);
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

TEST_CASE("while a claim asks for its contacts, nobody else claims them", "[scheduler][leasing]") {
    Campaign campaign{2};
    campaign.plan();
    std::vector<program::v1::Lease> others;
    std::jthread other;
    campaign.contacts.before_answer = [&] {
        campaign.contacts.before_answer = nullptr;
        other = std::jthread{[&] { others = campaign.lease(2); }};
        while (campaign.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
            std::this_thread::yield();
        }
    };
    CHECK(campaign.lease(2).size() == 2);
    other.join();
    CHECK(others.empty());
    CHECK(campaign.scalar("SELECT count(*) FROM leases WHERE to_number <> ''") == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers") == 2);
}

TEST_CASE(
    "after a contact service that was slow, claims wait for it without their locks for a while",
    "[scheduler][leasing]") {
    Steps campaign{2};
    campaign.plan();
    campaign.contacts.away = true;
    CHECK(campaign.claim_one().at(0).lease.to.empty());
    campaign.contacts.away = false;
    const auto claimed = campaign.claim_one();
    CHECK(claimed.at(0).lease.to.empty());
    const auto leases = campaign.briefing.brief(claimed, campaign.heard).value();
    REQUIRE(leases.size() == 1);
    CHECK(campaign.start(leases) == std::vector<int>{program::v1::StartResponse::ANSWER_YES});
}

TEST_CASE("a lease that ran out before its briefing is not touched by it", "[scheduler][leasing]") {
    Steps campaign{1};
    campaign.plan();
    // The first claim's briefing takes so long that the lease is another worker's by its end.
    campaign.contacts.away = true;
    const auto claimed = campaign.claim_one();
    REQUIRE(claimed.size() == 1);
    campaign.contacts.away = false;
    campaign.expire();
    campaign.sweep();
    campaign.start(campaign.lease(1));
    CHECK(campaign.briefing.brief(claimed).value().empty());
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
    std::jthread cancelling;
    campaign.contacts.before_answer = [&] {
        campaign.contacts.before_answer = nullptr;
        campaign.contacts.away = true;
        cancelling = std::jthread{[&] { campaign.control(Control::cancel); }};
        while (campaign.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
            std::this_thread::yield();
        }
    };
    CHECK(campaign.lease(3).empty());
    cancelling.join();
    CHECK(campaign.look().skipped == 3);
}

TEST_CASE("a cancel while a number is held by another leaves nobody waiting",
          "[scheduler][leasing]") {
    Steps campaign{1};
    campaign.plan();
    REQUIRE(campaign.pool.borrow().value()->exec(
        "INSERT INTO live_numbers (organization_id, number, attempt_id) "
        "VALUES ($1, '+212600000001', gen_random_uuid())",
        campaign.organization));
    const auto claimed = campaign.claim_one();
    REQUIRE(claimed.size() == 1);
    CHECK(claimed.front().lease.to.empty());
    campaign.control(Control::cancel);
    CHECK(campaign.briefing.brief(claimed, campaign.heard).value().empty());
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM leases") == 0);
    CHECK(campaign.scalar("SELECT count(*) FROM jobs WHERE status = 3") == 1);
    CHECK(campaign.scalar("SELECT skipped FROM execution_counts") == 1);
}
