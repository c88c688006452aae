#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/planning/job_writer.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <map>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// Makes jobs of the members of live executions as their moments fall due, each moment once however
/// many replicas look, and nothing that was past at the launch. Moments that fell due while it did
/// not run, or nobody looked, are made up for.
class LivePlanner {
public:
    LivePlanner(pg::Pool& pool,
                const base::Clock& clock,
                contact::v1::MembershipService::StubInterface& contacts,
                const rpc::ServiceIdentity& identity)
        : pool_{pool}, clock_{clock}, contacts_{contacts}, identity_{identity} {}

    /// Looks when it is time to: every second, less often where there are more than fifty. Of
    /// several errors the last.
    base::Result<void> plan();

private:
    struct Live {
        base::AudienceId audience;
        std::string attribute{};
        std::int32_t offset_minutes = 0;
        base::Instant launched{};
        base::Instant looked_until{}; ///< as the table has it
        JobTerms terms;
    };
    /// What this replica has seen.
    struct Seen {
        base::Instant until{};
        int looks = 0;
        base::Instant masses_until{}; ///< of a look that found many
        /// Those of the latest look, until all are written, and how many of them are.
        std::vector<Member> unwritten{};
        std::size_t written = 0;
        base::Instant asked_until{};
    };

    static base::Result<std::vector<Live>> find(pg::Transaction& transaction);
    static base::Instant look_from(const Live& live, Seen& seen, base::Instant now);
    base::Result<void> look(const Live& live, Seen& seen, base::Instant now);
    base::Result<std::vector<Member>>
    due_members(const Live& live, base::Instant after, base::Instant until);
    static base::Result<void> grow(pg::Transaction& transaction,
                                   const Live& live,
                                   const std::vector<Member>& members,
                                   base::Instant until,
                                   base::Instant now);

    pg::Pool& pool_;
    const base::Clock& clock_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
    base::Instant next_look_{};
    std::map<base::ExecutionId, Seen> seen_{};
};

} // namespace hatif::program_scheduler
