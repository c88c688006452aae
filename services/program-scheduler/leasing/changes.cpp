#include "program_scheduler/leasing/changes.hpp"

#include "base/clock.hpp"
#include "base/overloaded.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/rerouting.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using program::v1::RenewResponse;
using program::v1::StartResponse;

namespace {

/// What is held for so much longer than a call may last has lost its end on the way: it runs out.
constexpr double longest_overtime = 120;

struct Ref {
    base::AttemptId attempt;
    int epoch = 0;
    std::optional<base::TrunkId> trunk{}; ///< of one that goes on by another trunk
};

/// An attempt as the worker names it; one that does not parse is nobody's, and answered as lost.
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

/// The leases that a worker names and holds, locked; by attempt.
using Held = std::map<base::AttemptId, Lease>;

struct Locked {
    Held leases;
    Gates gates;
};

/// A worker asks again before long: its question must not wait in line for longer than its
/// patience.
Result<void> wait_briefly(pg::Transaction& transaction) {
    const auto set = transaction.exec("SET LOCAL lock_timeout = '500ms'");
    if (!set) return fail(set.error());
    return {};
}

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

Result<Locked> lock_named(pg::Transaction& transaction, const std::vector<Ref>& refs) {
    std::vector<base::AttemptId> attempts;
    attempts.reserve(refs.size());
    for (const Ref& it : refs) attempts.push_back(it.attempt);
    if (auto set = wait_briefly(transaction); !set) return fail(set.error());
    const auto executions = executions_of(transaction, attempts);
    if (!executions) return fail(executions.error());
    const auto ended = ended_of(transaction, *executions);
    if (!ended) return fail(ended.error());
    if (auto locked = lock_stories(transaction, *ended); !locked) return fail(locked.error());
    auto gates = lock_gates(transaction, *executions);
    if (!gates) return fail(gates.error());
    for (const auto& [execution, gate] : *gates) {
        const bool known = std::find(ended->begin(), ended->end(), execution) != ended->end();
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

StartResponse::Answer answer_for(const schedule::AttemptState& next) {
    const auto table = base::overloaded{
        [](schedule::Started) { return StartResponse::ANSWER_YES; },
        [](schedule::Ready) { return StartResponse::ANSWER_WENT_BACK; },
        [](const schedule::Skipped&) { return StartResponse::ANSWER_SKIPPED; },
        [](const auto&) { return StartResponse::ANSWER_LOST; },
    };
    return std::visit(table, next);
}

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

/// Those that were refused by their trunk and go on by another one.
Result<Answers> reroute_named(pg::Transaction& transaction,
                              const std::string& worker,
                              const std::vector<Ref>& refs,
                              const Locked& locked) {
    std::vector<Reroute> wishes;
    for (const Ref& ref : refs) {
        const auto held = locked.leases.find(ref.attempt);
        const bool is_held = held != locked.leases.end() && held->second.epoch == ref.epoch;
        if (ref.trunk && is_held) wishes.push_back({held->second, *ref.trunk});
    }
    return reroute(transaction, worker, wishes, locked.gates);
}

Result<StartResponse> start_in(pg::Transaction& transaction,
                               const std::string& worker,
                               const std::vector<Ref>& refs,
                               std::chrono::seconds lease_time) {
    const auto now = base::SystemClock{}.now();
    const auto locked = lock_named(transaction, refs);
    if (!locked) return fail(locked.error());
    const auto rerouted = reroute_named(transaction, worker, refs, *locked);
    if (!rerouted) return fail(rerouted.error());
    StartResponse response;
    std::vector<base::AttemptId> granted;
    Departures departures;
    for (const Ref& ref : refs) {
        const auto held = locked->leases.find(ref.attempt);
        if (held == locked->leases.end() || held->second.epoch != ref.epoch) {
            response.add_answers(StartResponse::ANSWER_LOST);
            continue;
        }
        if (ref.trunk) {
            response.add_answers(rerouted->at(ref.attempt));
            continue;
        }
        const Lease& lease = held->second;
        const auto next = schedule::step(state_of(lease),
                                         schedule::AskedToStart{locked->gates.at(lease.execution)});
        response.add_answers(answer_for(next));
        departures.add(lease, next, now, "paused");
        if (std::holds_alternative<schedule::Started>(next) && !lease.started_at) {
            granted.push_back(lease.attempt);
        }
    }
    if (auto done = write_started(transaction, granted, lease_time); !done) {
        return fail(done.error());
    }
    if (auto done = departures.write(transaction, now); !done) return fail(done.error());
    return response;
}

/// A worker that is leaving, or whose yes came too late, says nothing against trying at once; one
/// that lacks a port or a flow would only get the attempt again.
bool may_come_at_once(const std::string& reason) {
    return reason == "draining" || reason == "worker_gone" || reason.starts_with("start_");
}

} // namespace

Result<StartResponse>
start(pg::Pool& pool, const program::v1::StartRequest& request, std::chrono::seconds lease_time) {
    std::vector<Ref> refs;
    for (const auto& item : request.attempts()) refs.push_back(ref_of(item));
    return pool.transact([&](pg::Transaction& transaction) {
        return start_in(transaction, request.worker(), refs, lease_time);
    });
}

Result<void> not_dialled(pg::Pool& pool, const program::v1::NotDialledRequest& request) {
    std::vector<Ref> refs;
    std::map<base::AttemptId, std::string> reasons;
    for (const auto& item : request.attempts()) {
        refs.push_back(ref_of(item.attempt()));
        reasons[refs.back().attempt] = item.reason();
    }
    return pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto now = base::SystemClock{}.now();
        const auto locked = lock_named(transaction, refs);
        if (!locked) return fail(locked.error());
        Departures departures;
        for (const auto& [attempt, lease] : locked->leases) {
            const auto& why = reasons.at(attempt);
            departures.add_returned(
                lease, locked->gates.at(lease.execution),
                may_come_at_once(why) ? now : now + come_back_after(lease.epoch), why);
        }
        return departures.write(transaction, now);
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
        if (auto set = wait_briefly(transaction); !set) return fail(set.error());
        // In the order of attempts, as everyone locks them. A lease that ran out and still waits
        // for its events to be consumed is its worker's again.
        const auto renewed = transaction.exec(
            "UPDATE leases l SET expires_at = clock_timestamp() + make_interval(secs => $3), "
            "drain_partition = NULL, drain_offset = NULL FROM (SELECT l2.attempt_id FROM leases l2 "
            "JOIN unnest($1::uuid[], $2::int[]) AS u(id, epoch) ON l2.attempt_id = u.id "
            "AND l2.epoch = u.epoch AND (l2.started_at IS NULL OR l2.started_at > now() - "
            "make_interval(secs => l2.max_call + $4)) ORDER BY l2.attempt_id FOR UPDATE OF l2) "
            "held "
            "WHERE l.attempt_id = held.attempt_id RETURNING l.attempt_id",
            attempts, epochs, static_cast<double>(lease_time.count()), longest_overtime);
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
