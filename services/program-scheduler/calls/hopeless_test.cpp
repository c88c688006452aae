#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Calls;
namespace v1 = program::v1;

TEST_CASE("a single call whose flow no dialer can fetch is given up after a while, and says so",
          "[program_scheduler][calls]") {
    Calls campaign{0};
    const auto job = campaign.request(campaign.to(1));
    int leased = 0;
    for (; leased < 30; ++leased) {
        const auto leases = campaign.lease(1);
        if (leases.empty()) break;
        campaign.give_back(leases, "flow_unavailable");
        campaign.pass_time();
    }
    CHECK(leased == 11);
    const auto trail = campaign.trail(job);
    CHECK(trail.status() == v1::CALL_STATUS_FAILED);
    const auto& last = trail.entries(trail.entries_size() - 1);
    CHECK(last.kind() == v1::TRAIL_KIND_SKIPPED);
    CHECK(last.reason() == "skipped_flow_unavailable");
    CHECK(campaign.last_event(job).job_skipped().reason() == "skipped_flow_unavailable");
    CHECK(campaign.scalar("SELECT count(*) FROM live_numbers") == 0);
}

TEST_CASE("a campaign waits on for a flow that cannot be fetched", "[program_scheduler][calls]") {
    Calls campaign{1};
    campaign.plan();
    for (int round = 0; round < 20; ++round) {
        const auto leases = campaign.lease(1);
        REQUIRE(leases.size() == 1);
        campaign.give_back(leases, "flow_unavailable");
        campaign.pass_time();
    }
    CHECK(campaign.look().pending == 1);
}
