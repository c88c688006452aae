#include "program_scheduler/leasing/inbound_rows.hpp"

#include "program_scheduler/executions/call_settings.hpp"
#include "program_scheduler/leasing/locked_bounds.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

Result<void> take_turn(pg::Transaction& transaction, const InboundKey& key) {
    const auto turn = transaction.exec("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))",
                                       key.trunk.value().to_string() + key.call_id);
    if (!turn) return fail(turn.error());
    return {};
}

Result<std::optional<program::v1::Lease>> known_lease(pg::Transaction& transaction,
                                                      const InboundKey& key,
                                                      const std::string& worker,
                                                      std::chrono::seconds lease_time) {
    const auto rows = transaction.exec(
        "UPDATE leases l SET worker = $3, drain_partition = NULL, drain_offset = NULL, "
        "expires_at = clock_timestamp() + make_interval(secs => $4) FROM inbound_calls c "
        "WHERE c.trunk_id = $1 AND c.call_id = $2 AND l.attempt_id = c.attempt_id "
        "RETURNING c.lease",
        key.trunk, key.call_id, worker, static_cast<double>(lease_time.count()));
    if (!rows) return fail(rows.error());
    std::optional<program::v1::Lease> lease;
    if (rows->empty()) return lease;
    if (!lease.emplace().ParseFromString((*rows)[0].get<std::string>(0))) {
        return fail(base::Errc::internal, "the stored lease cannot be read");
    }
    return lease;
}

Result<bool> take_room(pg::Transaction& transaction, const Lease& lease) {
    const std::set<BoundKey> wanted{{CapacityKind::organization, lease.organization.value()},
                                    {CapacityKind::program, lease.program.value()},
                                    {CapacityKind::did, lease.did.value()},
                                    {CapacityKind::trunk, lease.trunk.value()}};
    // Whoever is only called has no row of its calls yet: they would be counted each time. As all
    // rows in the order of kinds: who launches or calls writes this one behind the organization's.
    auto known = transaction.defer(
        "WITH first AS MATERIALIZED (SELECT FROM capacity WHERE kind = 0 AND id = $2 FOR UPDATE) "
        "INSERT INTO capacity (kind, id) SELECT 1, $1 FROM (SELECT count(*) FROM first) held "
        "ON CONFLICT (kind, id) DO NOTHING",
        lease.program, lease.organization);
    if (!known) return fail(known.error());
    auto bounds = LockedBounds::lock(transaction, wanted);
    if (!bounds) return fail(bounds.error());
    for (const auto& [kind, id] : wanted) {
        if (!schedule::has_room(bounds->bound(kind, id))) return false;
        ++bounds->bound(kind, id).live;
    }
    if (auto saved = bounds->save(transaction); !saved) return fail(saved.error());
    return true;
}

Result<void>
insert_inbound(pg::Transaction& transaction, const Lease& lease, std::chrono::seconds lease_time) {
    const auto inserted = transaction.exec(
        "INSERT INTO leases (attempt_id, epoch, attempt_number, job_id, execution_id, "
        "organization_id, program_id, contact_id, did_id, trunk_id, worker, to_number, "
        "from_number, not_before, leased_at, started_at, max_call, inbound, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $14, $15, true, "
        "clock_timestamp() + make_interval(secs => $16))",
        lease.attempt, static_cast<std::int32_t>(lease.epoch),
        static_cast<std::int32_t>(lease.attempt_number), lease.job, lease.execution,
        lease.organization, lease.program, lease.contact, lease.did, lease.trunk, lease.worker,
        lease.to, lease.from, *lease.started_at, in_seconds(lease.max_call),
        static_cast<double>(lease_time.count()));
    if (!inserted) return fail(inserted.error());
    return {};
}

Result<void> remember(pg::Transaction& transaction,
                      const InboundKey& key,
                      const Lease& lease,
                      const program::v1::Lease& wire) {
    const auto old =
        transaction.exec("DELETE FROM inbound_calls WHERE created_at < now() - interval '1 hour' "
                         "OR (trunk_id = $1 AND call_id = $2)",
                         key.trunk, key.call_id);
    if (!old) return fail(old.error());
    const auto kept = transaction.exec(
        "INSERT INTO inbound_calls (trunk_id, call_id, attempt_id, lease, created_at) "
        "VALUES ($1, $2, $3, $4, now())",
        key.trunk, key.call_id, lease.attempt, pg::Bytes{wire.SerializeAsString()});
    if (!kept) return fail(kept.error());
    return {};
}

Result<std::string> currency_of(pg::Transaction& transaction,
                                const base::OrganizationId& organization) {
    const auto rows = transaction.exec(
        "SELECT currency FROM executions WHERE organization_id = $1 AND program_id IS NOT NULL "
        "ORDER BY created_at DESC, id DESC LIMIT 1",
        organization);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::string{"MAD"};
    return (*rows)[0].get<std::string>(0);
}

} // namespace hatif::program_scheduler
