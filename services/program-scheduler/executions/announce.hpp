#pragma once

#include "base/instant.hpp"
#include "pg/outbox.hpp"
#include "program_scheduler/executions/policies.hpp"
#include "program_scheduler/executions/status.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <optional>
#include <string>

/// The events of hatif.execution-events.v1, as the outbox takes them.
namespace hatif::program_scheduler {

/// An execution as its events name it. For a single call the ids of execution and program are nil:
/// its events name none, and their key is the job's id.
struct ExecutionName {
    base::OrganizationId organization;
    base::ExecutionId execution;
    base::ProgramId program;
};

inline ExecutionName name_of_single(const base::OrganizationId& organization) {
    return {organization, base::ExecutionId{base::Uuid{}}, base::ProgramId{base::Uuid{}}};
}

struct Launch {
    base::AudienceId audience;
    std::int64_t audience_version = 0;
    base::FlowId flow;
    int flow_version = 1;
    std::int64_t total = 0;
};

/// A single call that was asked for.
struct QueuedCall {
    base::OrganizationId organization;
    base::JobId job;
    base::ContactId contact;
    base::FlowId flow;
    int flow_version = 1;
    base::Instant due_at{};
    bool test = false;
};

pg::Announcement job_queued(const QueuedCall& call, base::Instant now);

pg::Announcement
execution_launched(const ExecutionName& name, const Launch& launch, base::Instant now);

/// Why, where the status alone does not say it.
struct StatusWhy {
    std::string skipped{}; ///< of those without a job: "skipped_missing"; empty: as the status says
    std::string paused{};  ///< by itself: "node_threshold"
};

pg::Announcement status_changed(const ExecutionName& name,
                                ExecutionStatus status,
                                std::int64_t skipped_without_job,
                                base::Instant now,
                                const StatusWhy& why = {});

/// A live execution has more contacts: `total` with them.
pg::Announcement execution_grew(const ExecutionName& name, std::int64_t total, base::Instant now);

pg::Announcement attempt_ended(const Ending& ending,
                               const Policy& policy,
                               std::optional<base::Instant> retry_at,
                               base::Instant now);
pg::Announcement
job_skipped(const Lease& lease, const Policy& policy, const std::string& reason, base::Instant now);

/// A job that was skipped while it waited: no lease was held.
pg::Announcement job_skipped(const ExecutionName& name,
                             const base::JobId& job,
                             const base::ContactId& contact,
                             const base::FlowId& flow,
                             const std::string& reason,
                             base::Instant now);

} // namespace hatif::program_scheduler
