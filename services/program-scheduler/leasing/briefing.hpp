#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/lease_service.pb.h>

#include <map>
#include <tuple>
#include <vector>

namespace hatif::program_scheduler {

/// Turns claims into leases that a worker can act on: one Snapshot of the contacts per audience
/// says whom to call where; who may not be called is skipped with the reason; whose number is in
/// another call, a program's or a single one, comes back later. When the contact service is away,
/// all of them go back.
class Briefing {
public:
    Briefing(pg::Pool& pool,
             contact::v1::MembershipService::StubInterface& contacts,
             const rpc::ServiceIdentity& identity)
        : pool_{pool}, contacts_{contacts}, identity_{identity} {}

    base::Result<std::vector<program::v1::Lease>> brief(const std::vector<Claimed>& claimed);

private:
    /// Those who are asked for together: also by whether the unreachable may be called.
    using Group = std::tuple<base::OrganizationId, base::AudienceId, bool>;
    /// Groups that were answered for.
    using Callees = std::map<Group, std::map<base::ContactId, contact::v1::Callee>>;

    static Group group_of(const Claimed& it);
    Callees ask(const std::vector<Claimed>& claimed);
    base::Result<std::vector<program::v1::Lease>> settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees);

    pg::Pool& pool_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
