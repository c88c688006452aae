#include "program_scheduler/leasing/sweeper.hpp"

#include "kafka/partition.hpp"
#include "program_scheduler/executions/completion.hpp"
#include "program_scheduler/leasing/departures.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr const char* topic = "hatif.call-events.v1";
constexpr auto longest_gap = 2s;
constexpr auto longest_without_look = 2s;

/// Of what is seldom found, and is in nobody's way for a while.
constexpr int rounds_a_look = 40;
constexpr int rounds_a_cleaning = 240;
constexpr int rounds_a_vacuum = 4;

// Searches among the leases that ran out.
constexpr const char* unstarted = "started_at IS NULL";
constexpr const char* unmarked = "started_at IS NOT NULL AND drain_offset IS NULL";
constexpr const char* drained =
    "started_at IS NOT NULL AND drain_offset IS NOT NULL AND drain_offset <= coalesce("
    "(SELECT o.next_offset FROM consumer_offsets o WHERE o.topic = 'hatif.call-events.v1' "
    "AND o.partition = drain_partition), 0)";

} // namespace

Sweeper::Sweeper(const Desk& desk, EndOffsets call_events, SteadyClock steady)
    : desk_{desk}, call_events_{std::move(call_events)}, steady_{std::move(steady)} {}

/// Leases that ran out while this replica, or PostgreSQL, stood still could not be renewed.
Result<void> Sweeper::look_for_gap() const {
    if (steady_() - round_began_ <= longest_gap) return {};
    return fail(base::Errc::unavailable, "a gap in the sweeper's round");
}

/// One look for the three searches, in the order of the pages: mostly nothing has run out. Leases
/// are only ever made longer, so that nothing runs out before the first of those that it saw.
Result<bool> Sweeper::any_late() {
    if (steady_() < next_look_) return false;
    return desk_.pool.transact([&](pg::Transaction& transaction) -> Result<bool> {
        const auto rows = transaction.exec(
            "SELECT extract(epoch FROM min(expires_at) - now())::float8 FROM leases "
            "WHERE ctid >= '(0,0)'::tid");
        if (!rows) return fail(rows.error());
        const auto left = (*rows)[0].get<std::optional<double>>(0);
        const std::chrono::duration<double> none = longest_without_look;
        const auto wait =
            std::clamp(left ? std::chrono::duration<double>{*left} : none, none * 0, none);
        next_look_ = steady_() + std::chrono::duration_cast<std::chrono::milliseconds>(wait);
        return left && *left < 0;
    });
}

Result<std::vector<base::AttemptId>> Sweeper::late(pg::Transaction& transaction,
                                                   const std::string& which) const {
    const auto rows = transaction.exec(
        "SELECT attempt_id FROM leases WHERE expires_at < now() AND " + which + " LIMIT 500");
    if (!rows) return fail(rows.error());
    if (auto sound = look_for_gap(); !sound) return fail(sound.error());
    std::vector<base::AttemptId> found;
    for (const auto row : *rows) found.push_back(row.get<base::AttemptId>(0));
    return found;
}

/// Locked in the house's order. A lease may be renewed while we wait for its story: the condition
/// is asked again of the rows that we lock.
Result<std::vector<Lease>> Sweeper::lock_late(pg::Transaction& transaction,
                                              const std::string& which) const {
    const auto found = late(transaction, which);
    if (!found) return fail(found.error());
    if (found->empty()) return std::vector<Lease>{};
    const auto executions = executions_of(transaction, *found);
    if (!executions) return fail(executions.error());
    if (auto locked = lock_stories(transaction, *executions); !locked) return fail(locked.error());
    const auto rows = transaction.exec(
        "SELECT attempt_id FROM leases WHERE attempt_id = ANY($1) AND expires_at < now() AND " +
            which + " ORDER BY attempt_id FOR UPDATE",
        *found);
    if (!rows) return fail(rows.error());
    if (auto sound = look_for_gap(); !sound) return fail(sound.error());
    std::vector<base::AttemptId> still;
    for (const auto row : *rows) still.push_back(row.get<base::AttemptId>(0));
    return lock_leases(transaction, still);
}

Result<void> Sweeper::return_unstarted() {
    return desk_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto leases = lock_late(transaction, unstarted);
        if (!leases) return fail(leases.error());
        if (leases->empty()) return {};
        std::vector<base::ExecutionId> executions;
        for (const Lease& lease : *leases) executions.push_back(lease.execution);
        const auto gates = read_gates(transaction, executions);
        if (!gates) return fail(gates.error());
        const auto now = desk_.now();
        Departures departures;
        for (const Lease& lease : *leases) {
            const schedule::LeaseRanOut ran_out{gates->at(lease.execution)};
            departures.add(lease, schedule::step(state_of(lease), ran_out), now, "lease_ran_out");
        }
        return departures.write(transaction, now);
    });
}

/// Notes how far the topic went after the expiry: whatever the worker told in time lies below.
Result<void> Sweeper::mark_lost() {
    auto found = desk_.pool.transact(
        [&](pg::Transaction& transaction) -> Result<std::vector<base::AttemptId>> {
            return late(transaction, unmarked);
        });
    if (!found) return fail(found.error());
    if (found->empty()) return {};
    const auto ends = call_events_();
    if (!ends) return fail(ends.error());
    if (auto sound = look_for_gap(); !sound) return sound;
    return desk_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto leases = lock_leases(transaction, *found);
        if (!leases) return fail(leases.error());
        std::vector<base::AttemptId> attempts;
        std::vector<std::int32_t> partitions;
        std::vector<std::int64_t> offsets;
        for (const Lease& lease : *leases) {
            const auto partition = kafka::partition_of(lease.job.value().to_string(),
                                                       static_cast<std::int32_t>(ends->size()));
            attempts.push_back(lease.attempt);
            partitions.push_back(partition);
            offsets.push_back((*ends)[static_cast<std::size_t>(partition)]);
        }
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
    return desk_.pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        const auto leases = lock_late(transaction, drained);
        if (!leases) return fail(leases.error());
        const auto now = desk_.now();
        std::vector<Ending> endings;
        for (const Lease& lease : *leases) {
            const auto next = schedule::step(state_of(lease), schedule::LeaseRanOut{});
            if (const auto* it = std::get_if<schedule::Ended>(&next)) {
                endings.push_back({lease, *it, now});
            }
        }
        return end_attempts(transaction, endings, now);
    });
}

/// Those whose call must be over, and those whose attempt is gone without them.
Result<void> Sweeper::free_numbers() {
    return desk_.pool.transact([](pg::Transaction& transaction) -> Result<void> {
        const auto freed = transaction.exec(
            "DELETE FROM live_numbers n WHERE n.until < now() OR (n.until IS NULL AND NOT EXISTS "
            "(SELECT FROM leases l WHERE l.attempt_id = n.attempt_id))");
        if (!freed) return fail(freed.error());
        return {};
    });
}

/// The rows of calls and of who waits come and go thousands a second: where PostgreSQL looks once
/// a minute, their tables would grow to what a minute leaves behind. Leases are read whole by each
/// count, and a row of the outbox may hold a hundred events: of theirs few may be left behind.
Result<void> Sweeper::vacuum() {
    const auto connection = desk_.pool.borrow();
    if (!connection) return fail(connection.error());
    const auto rows =
        (*connection)
            ->exec(
                "SELECT relname::text FROM pg_stat_user_tables WHERE schemaname = current_schema() "
                "AND relname IN ('leases', 'live_numbers', 'job_queue', 'outbox') "
                "AND n_dead_tup > CASE relname WHEN 'outbox' THEN 200 WHEN 'leases' THEN 1000 "
                "ELSE 5000 END");
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto done =
            (*connection)->script("VACUUM (SKIP_LOCKED, TRUNCATE off) " + row.get<std::string>(0));
        if (!done) return done;
    }
    return {};
}

/// Older than the longest cap looks back.
Result<void> Sweeper::forget_dials() {
    return desk_.pool.transact([](pg::Transaction& transaction) -> Result<void> {
        const auto gone = transaction.exec(
            "DELETE FROM recent_dials WHERE ctid = ANY(ARRAY(SELECT ctid FROM recent_dials "
            "WHERE at < now() - interval '8760 hours' ORDER BY at LIMIT 10000))");
        if (!gone) return fail(gone.error());
        return {};
    });
}

/// Each by itself: one that fails keeps no other from ending.
Result<void> Sweeper::complete_executions() {
    const auto over = desk_.pool.transact(find_completed);
    if (!over) return fail(over.error());
    Result<void> worst;
    for (const auto& execution : *over) {
        auto done = desk_.pool.transact([&](pg::Transaction& transaction) {
            return complete(transaction, execution, desk_.now());
        });
        if (!done) worst = done;
    }
    return worst;
}

Result<void> Sweeper::sweep() {
    const auto now = steady_();
    if (now - round_began_ > longest_gap) sound_since_ = now;
    round_began_ = now;
    Result<void> worst;
    const auto note = [&](Result<void> done) {
        if (!done && done.error().code == base::Errc::unavailable) sound_since_ = steady_();
        if (!done) worst = std::move(done);
    };
    if (rounds_ % rounds_a_look == 0) note(free_numbers());
    if (rounds_ % rounds_a_vacuum == 0) note(vacuum());
    if (rounds_++ % rounds_a_cleaning == 0) note(forget_dials());
    note(complete_executions());
    if (steady_() - sound_since_ < desk_.lease_time) return worst;
    const auto late = any_late();
    if (!late) note(fail(late.error()));
    if (!late || !*late) return worst;
    note(return_unstarted());
    note(mark_lost());
    note(end_lost());
    return worst;
}

} // namespace hatif::program_scheduler
