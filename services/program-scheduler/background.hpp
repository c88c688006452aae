#pragma once

#include "kafka/consumer.hpp"
#include "kafka/end_offsets.hpp"
#include "kafka/relay.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/calls/forgetting.hpp"
#include "program_scheduler/config.hpp"
#include "program_scheduler/leasing/sweeper.hpp"
#include "program_scheduler/planning/live_planner.hpp"
#include "program_scheduler/planning/planner.hpp"
#include "program_scheduler/planning/timekeeper.hpp"
#include "program_scheduler/ticker.hpp"

namespace hatif::program_scheduler {

/// What a replica does by itself, each on a thread of its own: reads the call-events, announces the
/// outbox, plans windows ahead of the dialling, keeps the executions' times, sweeps up what was
/// left.
class Background {
public:
    Background(pg::Pool& pool,
               const Config& config,
               contact::v1::MembershipService::StubInterface& contacts,
               const rpc::ServiceIdentity& identity);

private:
    base::Result<std::vector<std::int64_t>> topic_ends();
    bool sweep(); ///< false: pause before the next round
    bool plan();  ///< true: there is more to plan at once
    bool plan_live();
    bool keep_time();
    bool forget();

    base::SystemClock clock_;
    kafka::EndOffsets end_offsets_;
    Sweeper sweeper_;
    Planner planner_;
    LivePlanner live_planner_;
    unsigned idle_ticks_ = 0; ///< since a window was planned; of the planning thread
    Timekeeper timekeeper_;
    Forgetting forgetting_;
    kafka::Consumer consumer_;
    kafka::Relay relay_;
    Ticker sweeping_; // the tickers last, so that they are destroyed first
    Ticker planning_;
    Ticker planning_live_;
    Ticker keeping_time_;
    Ticker forgetting_old_;
};

} // namespace hatif::program_scheduler
