#include "program_scheduler/leasing/changes.hpp"

#include "base/clock.hpp"
#include "base/overloaded.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

#include <algorithm>
#include <map>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using program::v1::RenewResponse;
using program::v1::StartResponse;

namespace {

struct Ref {
    base::AttemptId attempt;
    int epoch = 0;
};

/// An attempt as the worker names it; one that does not parse is nobody's, and answered as lost.
Ref ref_of(const program::v1::AttemptRef& wire) {
    return {base::AttemptId{base::Uuid::parse(wire.attempt_id()).value_or(base::Uuid{})},
            static_cast<int>(wire.epoch())};
}

/// The leases that a worker names and holds, locked; by attempt.
using Held = std::map<base::AttemptId, Lease>;

struct Locked {
    Held leases;
    Gates gates;
};

/// Executions that have ended: only their attempts are skipped, which writes their stories.
Result<std::vector<base::ExecutionId>> ended_of(pg::Transaction& transaction,
                                                const std::vector<base::ExecutionId>& executions) {
    const auto gates = read_gates(transaction, executions);
    if (!gates) return fail(gates.error());
    std::vector<base::ExecutionId> ended;
    for (const auto& [execution, gate] : *gates) {
        if (gate == schedule::Gate::ended) ended.push_back(execution);
    }
    return ended;
}

Result<Locked> lock_named(pg::Transaction& transaction, const std::vector<Ref>& refs) {
    std::vector<base::AttemptId> attempts;
    for (const Ref& it : refs) attempts.push_back(it.attempt);
    const auto executions = executions_of(transaction, attempts);
    if (!executions) return fail(executions.error());
    const auto ended = ended_of(transaction, *executions);
    if (!ended) return fail(ended.error());
    if (auto locked = lock_stories(transaction, *ended); !locked) return fail(locked.error());
    auto gates = lock_gates(transaction, *executions);
    if (!gates) return fail(gates.error());
    for (const auto& [execution, gate] : *gates) {
        const bool known = std::find(ended->begin(), ended->end(), execution) != ended->end();
        if (gate == schedule::Gate::ended && !known) {
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

/// What the pure machine says of a batch, sorted by what is to be done.
struct Sorted {
    std::vector<base::AttemptId> granted;
    std::vector<Return> returns;
    std::vector<Skip> skips;

    StartResponse::Answer
    sort(const Lease& lease, const schedule::AttemptState& next, base::Instant now) {
        const auto table = base::overloaded{
            [&](schedule::Started) {
                if (!lease.started_at) granted.push_back(lease.attempt);
                return StartResponse::ANSWER_YES;
            },
            [&](schedule::Ready) {
                returns.push_back({lease, now});
                return StartResponse::ANSWER_WENT_BACK;
            },
            [&](const schedule::Skipped& it) {
                skips.push_back({lease, it.reason});
                return StartResponse::ANSWER_SKIPPED;
            },
            [](const auto&) { return StartResponse::ANSWER_LOST; },
        };
        return std::visit(table, next);
    }

    Result<void> write(pg::Transaction& transaction, base::Instant now) const {
        if (auto done = send_back(transaction, returns); !done) return done;
        return skip(transaction, skips, now);
    }
};

Result<void> write_started(pg::Transaction& transaction,
                           const std::vector<base::AttemptId>& granted,
                           std::chrono::seconds lease_time) {
    if (granted.empty()) return {};
    const auto written = transaction.exec(
        "UPDATE leases SET started_at = clock_timestamp(), "
        "expires_at = clock_timestamp() + make_interval(secs => $2) WHERE attempt_id = ANY($1)",
        granted, static_cast<double>(lease_time.count()));
    if (!written) return fail(written.error());
    return {};
}

Result<StartResponse> start_in(pg::Transaction& transaction,
                               const std::vector<Ref>& refs,
                               std::chrono::seconds lease_time) {
    const auto now = base::SystemClock{}.now();
    const auto locked = lock_named(transaction, refs);
    if (!locked) return fail(locked.error());
    StartResponse response;
    Sorted sorted;
    for (const Ref& ref : refs) {
        const auto held = locked->leases.find(ref.attempt);
        if (held == locked->leases.end() || held->second.epoch != ref.epoch) {
            response.add_answers(StartResponse::ANSWER_LOST);
            continue;
        }
        const auto gate = locked->gates.at(held->second.execution);
        const auto next = schedule::step(state_of(held->second), schedule::AskedToStart{gate});
        response.add_answers(sorted.sort(held->second, next, now));
    }
    if (auto done = write_started(transaction, sorted.granted, lease_time); !done) {
        return fail(done.error());
    }
    if (auto done = sorted.write(transaction, now); !done) return fail(done.error());
    return response;
}

} // namespace

Result<StartResponse>
start(pg::Pool& pool, const program::v1::StartRequest& request, std::chrono::seconds lease_time) {
    std::vector<Ref> refs;
    for (const auto& item : request.attempts()) refs.push_back(ref_of(item.attempt()));
    return pool.transact(
        [&](pg::Transaction& transaction) { return start_in(transaction, refs, lease_time); });
}

Result<void> not_dialled(pg::Pool& pool, const program::v1::NotDialledRequest& request) {
    std::vector<Ref> refs;
    for (const auto& item : request.attempts()) refs.push_back(ref_of(item.attempt()));
    return pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto now = base::SystemClock{}.now();
        const auto locked = lock_named(transaction, refs);
        if (!locked) return fail(locked.error());
        Sorted sorted;
        for (const auto& [attempt, lease] : locked->leases) {
            const auto gate = locked->gates.at(lease.execution);
            sorted.sort(lease, schedule::step(state_of(lease), schedule::Returned{gate}), now);
        }
        return sorted.write(transaction, now);
    });
}

Result<RenewResponse>
renew(pg::Pool& pool, const program::v1::RenewRequest& request, std::chrono::seconds lease_time) {
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> epochs;
    for (const auto& wire : request.attempts()) {
        const auto ref = ref_of(wire);
        attempts.push_back(ref.attempt);
        epochs.push_back(ref.epoch);
    }
    return pool.transact([&](pg::Transaction& transaction) -> Result<RenewResponse> {
        // In the order of attempts, as everyone locks them. A lease that ran out and still waits
        // for its events to be consumed is its worker's again.
        const auto renewed = transaction.exec(
            "UPDATE leases l SET expires_at = clock_timestamp() + make_interval(secs => $3), "
            "drain_partition = NULL, drain_offset = NULL FROM (SELECT l2.attempt_id FROM leases l2 "
            "JOIN unnest($1::uuid[], $2::int[]) AS u(id, epoch) ON l2.attempt_id = u.id "
            "AND l2.epoch = u.epoch ORDER BY l2.attempt_id FOR UPDATE OF l2) held "
            "WHERE l.attempt_id = held.attempt_id RETURNING l.attempt_id",
            attempts, epochs, static_cast<double>(lease_time.count()));
        if (!renewed) return fail(renewed.error());
        std::vector<base::AttemptId> kept;
        for (const auto row : *renewed) kept.push_back(row.get<base::AttemptId>(0));
        RenewResponse response;
        for (const auto& attempt : attempts) {
            const bool still = std::find(kept.begin(), kept.end(), attempt) != kept.end();
            response.add_answers(still ? RenewResponse::ANSWER_RENEWED
                                       : RenewResponse::ANSWER_ENDED);
        }
        return response;
    });
}

} // namespace hatif::program_scheduler
