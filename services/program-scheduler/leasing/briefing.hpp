#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/judgement.hpp"
#include "program_scheduler/leasing/terms.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>
#include <hatif/program/v1/lease_service.pb.h>

#include <map>
#include <set>
#include <tuple>
#include <vector>

namespace hatif::program_scheduler {

/// Turns claims into leases that a worker can act on: one Snapshot of the contacts per audience
/// says whom to call where; who may not be called is skipped with the reason; whose number is in
/// another call, a program's or a single one, comes back later. When the contact service is away,
/// all of them go back.
class Briefing {
public:
    Briefing(const Desk& desk,
             contact::v1::MembershipService::StubInterface& contacts,
             const rpc::ServiceIdentity& identity)
        : desk_{desk}, contacts_{contacts}, identity_{identity} {}

    base::Result<std::vector<program::v1::Lease>> brief(const std::vector<Claimed>& claimed);

private:
    /// Those who are asked for together: also by whether the unreachable may be called.
    using Group = std::tuple<base::OrganizationId, base::AudienceId, bool>;
    /// Groups that were answered for.
    using Callees = std::map<Group, std::map<base::ContactId, contact::v1::Callee>>;

    /// Who is not called, and who may be as far as their numbers allow.
    struct Sorted {
        std::vector<Lease> departing{};
        std::map<base::AttemptId, Judgement> judgements{}; ///< of those
        std::vector<Claimed> callable{};
        std::map<base::AttemptId, const contact::v1::Callee*> callees{}; ///< of those
    };

    static Group group_of(const Claimed& it);
    static Sorted
    sort(std::vector<Claimed> claimed, const Callees& callees, Terms& terms, base::Instant now);
    static bool may_skip(const Sorted& sorted, const Terms& terms);
    static base::Result<Departures>
    see_off(pg::Transaction& transaction, const Sorted& sorted, const Terms& terms);
    static base::Result<std::set<base::AttemptId>> admit(pg::Transaction& transaction,
                                                         const Sorted& sorted,
                                                         const Terms& terms,
                                                         base::Instant now,
                                                         Departures& departures);
    static base::Result<void> check_alive(pg::Transaction& transaction,
                                          const std::vector<Claimed>& claimed,
                                          const Terms& terms);
    Callees ask(const std::vector<Claimed>& claimed);
    base::Result<std::vector<program::v1::Lease>> settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees);

    const Desk desk_;
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
