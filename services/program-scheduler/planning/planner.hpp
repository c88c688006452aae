#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/planning/job_writer.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <map>
#include <optional>
#include <vector>

namespace hatif::program_scheduler {

/// Makes jobs of an audience's members in windows, just ahead of the dialling: a launch costs the
/// same for ten contacts and ten million. Replicas may plan at once: whoever moves the cursor first
/// has planned the window, the others throw theirs away.
///
/// Where the hours are each person's own, windows are planned until enough people are due: nobody
/// who could be called now waits behind those who cannot. While nobody at all may be called, one
/// window is enough.
class Planner {
public:
    Planner(pg::Pool& pool,
            const base::Clock& clock,
            contact::v1::MembershipService::StubInterface& contacts,
            const rpc::ServiceIdentity& identity)
        : pool_{pool}, clock_{clock}, contacts_{contacts}, identity_{identity} {}

    /// One window for each running execution of mode batch whose queue runs low. Answers whether
    /// any was planned; of several errors the last.
    base::Result<bool> plan();

private:
    struct Plan {
        base::AudienceId audience;
        std::int64_t audience_version = 0;
        std::optional<base::Uuid> cursor{};
        std::int64_t planned = 0;
        std::int64_t total = 0;
        JobTerms terms;
    };

    /// Of an execution that is planned for.
    struct Look {
        std::int64_t planned = 0;
        base::Instant since{}; ///< it has not been planned on
        base::Instant next{};
        bool is_quick = false; ///< it took no time to empty its last window
        bool was_full = false; ///< has been seen full since it was planned on
    };

    base::Result<std::vector<base::ExecutionId>> find_low(pg::Transaction& transaction);
    base::Result<std::vector<Plan>> find(pg::Transaction& transaction);
    base::Result<void> plan_window(const Plan& plan);
    base::Result<std::vector<Member>> next_members(const Plan& plan);
    base::Result<void> write_window(pg::Transaction& transaction,
                                    const Plan& plan,
                                    const std::vector<Member>& members);

    pg::Pool& pool_;
    const base::Clock& clock_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
    std::map<base::ExecutionId, Look> looks_{};
};

} // namespace hatif::program_scheduler
