#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <optional>
#include <vector>

namespace hatif::program_scheduler {

/// Makes jobs of an audience's members in windows, just ahead of the dialling: a launch costs the
/// same for ten contacts and ten million. Replicas may plan at once: whoever moves the cursor first
/// has planned the window, the others throw theirs away.
class Planner {
public:
    Planner(pg::Pool& pool,
            contact::v1::MembershipService::StubInterface& contacts,
            const rpc::ServiceIdentity& identity)
        : pool_{pool}, contacts_{contacts}, identity_{identity} {}

    /// One window for each running execution whose queue runs low. Answers whether any was planned;
    /// of several errors the last.
    base::Result<bool> plan();

private:
    struct Plan {
        base::ExecutionId execution;
        base::OrganizationId organization;
        base::AudienceId audience;
        std::int64_t audience_version = 0;
        std::optional<base::Uuid> cursor{};
        std::int64_t planned = 0;
        std::int64_t total = 0;
    };

    static base::Result<std::vector<Plan>> find(pg::Transaction& transaction);
    base::Result<void> plan_window(const Plan& plan);
    base::Result<std::vector<base::ContactId>> next_members(const Plan& plan);
    static base::Result<void> write_window(pg::Transaction& transaction,
                                           const Plan& plan,
                                           const std::vector<base::ContactId>& members);

    pg::Pool& pool_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
