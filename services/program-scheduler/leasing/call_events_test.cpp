#include "program_scheduler/executions/watched_campaign.hpp"
#include "rpc/time.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using testing::WatchedCampaign;

namespace {

/// The dialer's word that a call was busy, at `at` by the dialer's clock.
void busy(WatchedCampaign& campaign, const program::v1::Lease& lease, base::Instant at) {
    dialer::v1::CallEvent event;
    event.set_job_id(lease.job_id());
    event.set_attempt_id(lease.attempt_id());
    event.set_execution_id(lease.execution_id());
    rpc::set(*event.mutable_occurred_at(), at);
    event.mutable_finished()->set_outcome(type::v1::OUTCOME_BUSY);
    const auto payload = event.SerializeAsString();
    kafka::Batch batch{{{.key = event.job_id(), .payload = payload}}};
    REQUIRE(campaign.pool.transact([&](pg::Transaction& transaction) {
        return take_call_events(campaign.clock, batch, transaction);
    }));
}

} // namespace

TEST_CASE("a retry counts from the end of its call, which no dialer's clock puts before its start",
          "[scheduler][leasing]") {
    WatchedCampaign campaign{2, {.retries = 1, .retry_minutes = 60}};
    const auto leases = campaign.started(2);
    const auto now = campaign.clock.now();
    busy(campaign, leases[0], now - 50min);
    busy(campaign, leases[1], now + 50min);
    CHECK(campaign.scalar("SELECT count(*) FROM job_queue WHERE due_at BETWEEN "
                          "now() + interval '59 minutes' AND now() + interval '60 minutes'") == 2);
    CHECK(campaign.scalar("SELECT count(*) FROM attempts WHERE ended_at >= started_at") == 2);
}
