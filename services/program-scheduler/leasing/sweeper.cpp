#include "program_scheduler/leasing/sweeper.hpp"

#include "base/clock.hpp"
#include "kafka/partition.hpp"
#include "program_scheduler/executions/completion.hpp"
#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr const char* topic = "hatif.call-events.v1";
constexpr auto longest_gap = 2s;

Result<std::vector<base::AttemptId>> ids(Result<pg::Rows> rows) {
    if (!rows) return fail(rows.error());
    std::vector<base::AttemptId> found;
    for (const auto row : *rows) found.push_back(row.get<base::AttemptId>(0));
    return found;
}

/// The leases of a search, locked in the house's order.
Result<std::vector<Lease>> lock_found(pg::Transaction& transaction,
                                      const Result<std::vector<base::AttemptId>>& found) {
    if (!found) return fail(found.error());
    if (found->empty()) return std::vector<Lease>{};
    const auto executions = executions_of(transaction, *found);
    if (!executions) return fail(executions.error());
    if (auto locked = lock_stories(transaction, *executions); !locked) return fail(locked.error());
    return lock_leases(transaction, *found);
}

} // namespace

Sweeper::Sweeper(pg::Pool& pool, EndOffsets call_events, std::chrono::seconds lease_time)
    : pool_{pool}, call_events_{std::move(call_events)}, lease_time_{lease_time} {}

Result<void> Sweeper::return_unstarted() {
    return pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto leases = lock_found(
            transaction, ids(transaction.exec("SELECT attempt_id FROM leases WHERE started_at IS "
                                              "NULL AND expires_at < now() LIMIT 500")));
        if (!leases) return fail(leases.error());
        if (leases->empty()) return {};
        std::vector<base::ExecutionId> executions;
        for (const Lease& lease : *leases) executions.push_back(lease.execution);
        const auto gates = read_gates(transaction, executions);
        if (!gates) return fail(gates.error());
        const auto now = base::SystemClock{}.now();
        std::vector<Return> returns;
        std::vector<Skip> skips;
        for (const Lease& lease : *leases) {
            const auto next =
                schedule::step(state_of(lease), schedule::LeaseRanOut{gates->at(lease.execution)});
            if (std::holds_alternative<schedule::Ready>(next)) returns.push_back({lease, now});
            if (const auto* it = std::get_if<schedule::Skipped>(&next)) {
                skips.push_back({lease, it->reason});
            }
        }
        if (auto done = send_back(transaction, returns); !done) return done;
        return skip(transaction, skips, now);
    });
}

Result<void> Sweeper::mark_lost() {
    struct Lost {
        base::AttemptId attempt;
        base::JobId job;
    };
    auto found = pool_.transact([](pg::Transaction& transaction) -> Result<std::vector<Lost>> {
        const auto rows =
            transaction.exec("SELECT attempt_id, job_id FROM leases WHERE started_at IS NOT NULL "
                             "AND expires_at < now() AND drain_offset IS NULL LIMIT 500");
        if (!rows) return fail(rows.error());
        std::vector<Lost> lost;
        for (const auto row : *rows) {
            lost.push_back({row.get<base::AttemptId>(0), row.get<base::JobId>(1)});
        }
        return lost;
    });
    if (!found) return fail(found.error());
    if (found->empty()) return {};
    // Read after the expiry: whatever the worker told in time lies below.
    const auto ends = call_events_();
    if (!ends) return fail(ends.error());
    std::vector<base::AttemptId> attempts;
    std::vector<std::int32_t> partitions;
    std::vector<std::int64_t> offsets;
    for (const Lost& it : *found) {
        const auto partition = kafka::partition_of(it.job.value().to_string(),
                                                   static_cast<std::int32_t>(ends->size()));
        attempts.push_back(it.attempt);
        partitions.push_back(partition);
        offsets.push_back((*ends)[static_cast<std::size_t>(partition)]);
    }
    return pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto marked =
            transaction.exec("UPDATE leases l SET drain_partition = u.p, drain_offset = u.o "
                             "FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS u(id, p, o) "
                             "WHERE l.attempt_id = u.id AND l.expires_at < now()",
                             attempts, partitions, offsets);
        if (!marked) return fail(marked.error());
        return {};
    });
}

Result<void> Sweeper::end_lost() {
    return pool_.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto leases = lock_found(
            transaction,
            ids(transaction.exec("SELECT l.attempt_id FROM leases l LEFT JOIN consumer_offsets o "
                                 "ON o.topic = $1 AND o.partition = l.drain_partition "
                                 "WHERE l.drain_offset IS NOT NULL AND l.expires_at < now() "
                                 "AND coalesce(o.next_offset, 0) >= l.drain_offset LIMIT 500",
                                 topic)));
        if (!leases) return fail(leases.error());
        const auto now = base::SystemClock{}.now();
        std::vector<Ending> endings;
        for (const Lease& lease : *leases) {
            if (!lease.started_at) continue;
            const auto next = schedule::step(state_of(lease), schedule::LeaseRanOut{});
            if (const auto* it = std::get_if<schedule::Ended>(&next)) {
                endings.push_back({lease, *it, now});
            }
        }
        return end_attempts(transaction, endings, now);
    });
}

Result<void> Sweeper::free_numbers() {
    return pool_.transact([](pg::Transaction& transaction) -> Result<void> {
        const auto freed = transaction.exec("DELETE FROM live_numbers WHERE until < now()");
        if (!freed) return fail(freed.error());
        return {};
    });
}

Result<void> Sweeper::complete_executions() {
    const auto over = pool_.transact(find_completed);
    if (!over) return fail(over.error());
    for (const auto& execution : *over) {
        auto done = pool_.transact([&](pg::Transaction& transaction) {
            return complete(transaction, execution, base::SystemClock{}.now());
        });
        if (!done) return done;
    }
    return {};
}

Result<void> Sweeper::sweep(Steady now) {
    if (now - last_round_ > longest_gap) sound_since_ = now;
    last_round_ = now;
    const auto round = [&]() -> Result<void> {
        if (auto done = free_numbers(); !done) return done;
        if (auto done = complete_executions(); !done) return done;
        if (now - sound_since_ < lease_time_) return {};
        if (auto done = return_unstarted(); !done) return done;
        if (auto done = mark_lost(); !done) return done;
        return end_lost();
    };
    auto done = round();
    if (!done && done.error().code == base::Errc::unavailable) sound_since_ = now;
    return done;
}

} // namespace hatif::program_scheduler
