#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/judgement.hpp"
#include "program_scheduler/leasing/snapshots.hpp"
#include "program_scheduler/leasing/terms.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <chrono>
#include <map>
#include <set>
#include <vector>

namespace hatif::program_scheduler {

/// What was heard of those who were met while they were claimed.
struct Heard {
    base::Instant at{};
    Callees callees{};
    std::map<base::AttemptId, program::v1::Lease> leases{}; ///< of those who may be called
};

/// Turns claims into leases that a worker can act on: one Snapshot of the contacts per audience
/// says whom to call where; who may not be called is skipped with the reason; whose number is in
/// another call, a program's or a single one, comes back later. When the contact service is away,
/// all of them go back.
class Briefing {
public:
    Briefing(const Desk& desk,
             contact::v1::MembershipService::StubInterface& contacts,
             const rpc::ServiceIdentity& identity)
        : desk_{desk}, snapshots_{contacts, identity} {}

    /// Asks for those who are being claimed, and names the numbers of all who may be called at
    /// once: not of those with a cap, which is looked at when their number is held. Meanwhile rows
    /// are locked and every outbox waits, so it has little patience; and for a while after an
    /// answer that was slow, or none, it asks for nobody.
    base::Result<void>
    meet(pg::Transaction& transaction, std::vector<Claimed>& claimed, Terms& terms, Heard& heard);

    /// The leases of those who hold their numbers, unless half of their time is over already (a
    /// replica that stood still): those run out by themselves. All others are looked at once more.
    /// Those of whom nothing was heard are asked for.
    base::Result<std::vector<program::v1::Lease>> brief(const std::vector<Claimed>& claimed,
                                                        Heard heard = {});

private:
    /// Who is not called, and who may be as far as their numbers allow.
    struct Sorted {
        std::vector<Lease> departing{};
        std::map<base::AttemptId, Judgement> judgements{}; ///< of those
        std::vector<Claimed> callable{};
        std::map<base::AttemptId, const contact::v1::Callee*> callees{}; ///< of those
    };

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
    base::Result<std::vector<program::v1::Lease>> settle(pg::Transaction& transaction,
                                                         const std::vector<Claimed>& claimed,
                                                         const Callees& callees);

    using Steady = std::chrono::steady_clock;

    const Desk desk_;
    const Snapshots snapshots_;
    Steady::time_point meets_from_{}; ///< again, after the contact service was slow
};

/// Attempts that workers hold from now on, and the leases of those of them that are called.
struct GivenOut {
    std::vector<Claimed> claimed{};
    std::vector<program::v1::Lease> leases{};
    bool wait_for_rates = false; ///< as Claims says
};

/// Claims for these workers, meeting who is claimed, and briefs.
base::Result<GivenOut> give_out(const Desk& desk, Briefing& briefing, std::vector<Asking> asking);

} // namespace hatif::program_scheduler
