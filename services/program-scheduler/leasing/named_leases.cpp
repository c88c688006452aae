#include "program_scheduler/leasing/named_leases.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Ref ref_of(const program::v1::AttemptRef& wire) {
    return {base::AttemptId{base::Uuid::parse(wire.attempt_id()).value_or(base::Uuid{})},
            static_cast<int>(wire.epoch())};
}

Ref ref_of(const program::v1::StartRequest::Item& wire) {
    auto ref = ref_of(wire.attempt());
    if (!wire.trunk_id().empty()) {
        ref.trunk = base::TrunkId{base::Uuid::parse(wire.trunk_id()).value_or(base::Uuid{})};
    }
    return ref;
}

Result<void> wait_briefly(pg::Transaction& transaction) {
    const auto set = transaction.exec("SET LOCAL lock_timeout = '500ms'");
    if (!set) return fail(set.error());
    return {};
}

namespace {

/// Executions that have ended: only their attempts are skipped, which writes their stories.
Result<std::vector<base::ExecutionId>> ended_of(pg::Transaction& transaction,
                                                const std::vector<base::ExecutionId>& executions) {
    const auto gates = read_gates(transaction, executions);
    if (!gates) return fail(gates.error());
    std::vector<base::ExecutionId> ended;
    for (const auto& [execution, gate] : *gates) {
        if (schedule::is_over(gate)) ended.push_back(execution);
    }
    return ended;
}

} // namespace

Result<Locked> lock_named(pg::Transaction& transaction,
                          const std::vector<Ref>& refs,
                          const std::vector<base::AttemptId>& may_skip) {
    std::vector<base::AttemptId> attempts;
    attempts.reserve(refs.size());
    for (const Ref& it : refs) attempts.push_back(it.attempt);
    if (auto set = wait_briefly(transaction); !set) return fail(set.error());
    const auto executions = executions_of(transaction, attempts);
    if (!executions) return fail(executions.error());
    const auto ended = ended_of(transaction, *executions);
    if (!ended) return fail(ended.error());
    std::vector<base::ExecutionId> stories = *ended;
    if (!may_skip.empty()) {
        const auto more = executions_of(transaction, may_skip);
        if (!more) return fail(more.error());
        stories.insert(stories.end(), more->begin(), more->end());
    }
    if (auto locked = lock_stories(transaction, stories); !locked) return fail(locked.error());
    auto gates = lock_gates(transaction, *executions);
    if (!gates) return fail(gates.error());
    for (const auto& [execution, gate] : *gates) {
        const bool known = std::find(stories.begin(), stories.end(), execution) != stories.end();
        if (schedule::is_over(gate) && !known) {
            return fail(base::Errc::conflict, "an execution ended just now", "RETRY");
        }
    }
    const auto leases = lock_leases(transaction, attempts);
    if (!leases) return fail(leases.error());
    Locked locked{{}, *std::move(gates)};
    for (const Lease& lease : *leases) {
        const auto named = std::find_if(refs.begin(), refs.end(), [&](const Ref& it) {
            return it.attempt == lease.attempt && it.epoch == lease.epoch;
        });
        if (named != refs.end()) locked.leases.emplace(lease.attempt, lease);
    }
    return locked;
}

} // namespace hatif::program_scheduler
