#pragma once

#include "program_scheduler/bench/database.hpp"
#include "program_scheduler/bench/people.hpp"
#include "program_scheduler/bench/topic.hpp"
#include "program_scheduler/leasing/briefing.hpp"
#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/sweeper.hpp"
#include "program_scheduler/planning/planner.hpp"
#include "program_scheduler/planning/timekeeper.hpp"

namespace hatif::program_scheduler::bench {

/// One of the schedulers: all that one does by itself, round by round when told to.
class Replica {
public:
    Replica(Database& database,
            PeopleServer& contacts,
            const Topic& topic,
            std::chrono::seconds lease_time)
        : desk{database.pool, database.clock, lease_time}, briefing{desk, *contacts.stub,
                                                                    contacts.identity},
          planner_{database.pool, database.clock, *contacts.stub, contacts.identity},
          timekeeper_{database.pool},
          sweeper_{desk, [&topic] { return base::Result<std::vector<std::int64_t>>{topic.ends()}; },
                   [&database] { return database.clock.steady(); }} {}

    const Desk desk;
    Briefing briefing;

    /// A round of each but the sweeper. What fails because a part is away comes again.
    void work() {
        keep_time();
        plan();
    }
    void keep_time() {
        while (timekeeper_.keep().value_or(false)) {
        }
    }
    void plan() {
        while (planner_.plan().value_or(false)) {
        }
    }
    void sweep() { (void)sweeper_.sweep(); }

private:
    Planner planner_;
    Timekeeper timekeeper_;
    Sweeper sweeper_;
};

} // namespace hatif::program_scheduler::bench
