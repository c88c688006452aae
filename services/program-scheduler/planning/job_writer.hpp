#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/executions/announce.hpp"
#include "schedule/calling_hours.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Members of an audience become jobs.
namespace hatif::program_scheduler {

/// One who is to be called.
struct Member {
    base::ContactId contact;
    std::string zones{}; ///< where they may be, as the contact service says it
    std::optional<base::Instant> trigger_at{}; ///< live: the moment that they are called for
};

/// What the jobs of an execution are made by.
struct JobTerms {
    ExecutionName name;
    base::FlowId flow;
    schedule::HourRules hours{};
    std::optional<base::Instant> stop_at{};
};

/// When a member is due.
struct Placement {
    std::optional<base::Instant> due{}; ///< none: at once
    std::string skip{};                 ///< not at all, and why; "": is called

    bool operator==(const Placement&) const = default;
};

/// Where the hours are each person's own: at their next opening. Skipped are those who have none
/// (skipped_no_hours), or none before stopAt (skipped_stopped). Of whom no zone is known is due at
/// once: they are not called either, but their lease knows the reason. Pure; one for each member.
std::vector<Placement>
place(const JobTerms& terms, const std::vector<Member>& members, base::Instant now);

/// Writes their jobs, queue and news, and counts those who are skipped. Members are all
/// of a trigger, or none is; whoever has a job for theirs already gets no other. Answers how many
/// were made. The execution's story is locked.
base::Result<std::int64_t> write_jobs(pg::Transaction& transaction,
                                      const JobTerms& terms,
                                      const std::vector<Member>& members,
                                      base::Instant now);

} // namespace hatif::program_scheduler
