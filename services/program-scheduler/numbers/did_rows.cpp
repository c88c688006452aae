#include "program_scheduler/numbers/did_rows.hpp"

#include "program_scheduler/numbers/bounds.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// The columns of read_row.
const std::string columns =
    "id, organization_id, number, country, description, status, trunk_id, max_concurrent_calls, "
    "created_at, updated_at, inbound_flow_id, is_shared";
const std::string searched = "(number LIKE $1 OR coalesce(description, '') ILIKE $1)";

Did read_row(const pg::Row& row) {
    return {.id = row.get<base::DidId>(0),
            .organization = row.get<std::optional<base::OrganizationId>>(1),
            .number = row.get<std::string>(2),
            .country = row.get<std::optional<std::string>>(3),
            .description = row.get<std::optional<std::string>>(4),
            // What cannot be read is not called from.
            .status = did_status_named(row.get<std::string>(5)).value_or(DidStatus::inactive),
            .trunk = row.get<std::optional<base::TrunkId>>(6),
            .max_concurrent_calls = row.get<std::optional<std::uint32_t>>(7),
            .inbound_flow = row.get<std::optional<base::FlowId>>(10),
            .is_shared = row.get<bool>(11),
            .created_at = row.get<base::Instant>(8),
            .updated_at = row.get<base::Instant>(9)};
}

Result<std::vector<Did>> all_of(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    std::vector<Did> dids;
    for (const auto row : *rows) dids.push_back(read_row(row));
    return dids;
}

Result<listing::Found<Did>> page_of(pg::Transaction& transaction,
                                    const std::string& where,
                                    std::vector<pg::Param> params,
                                    const page::Request& wanted) {
    auto listed = listing::list_rows(transaction,
                                     {columns, "dids", where, std::move(params), "number"}, wanted);
    if (!listed) return fail(listed.error());
    listing::Found<Did> found{.total = listed->total};
    for (const auto row : listed->rows) found.things.push_back(read_row(row));
    return found;
}

std::optional<std::int32_t> calls_of(const Did& did) {
    if (!did.max_concurrent_calls) return {};
    return static_cast<std::int32_t>(*did.max_concurrent_calls);
}

/// What the number names is there. A flow may be anyone's while the number is nobody's.
Result<void> require_named(pg::Transaction& transaction, const Did& did) {
    const auto found = transaction.exec(
        "SELECT $1::uuid IS NULL OR EXISTS (SELECT FROM trunks WHERE id = $1), "
        "$2::uuid IS NULL OR EXISTS (SELECT FROM flows WHERE id = $2 AND deleted_at IS NULL "
        "AND organization_id = coalesce($3, organization_id))",
        did.trunk, did.inbound_flow, did.organization);
    if (!found) return fail(found.error());
    if (!(*found)[0].get<bool>(0)) return fail(Errc::not_found, "no such trunk", "TRUNK_NOT_FOUND");
    if (!(*found)[0].get<bool>(1)) return fail(Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
    return {};
}

Result<Did> one_of(const Result<std::vector<Did>>& dids) {
    if (!dids) return fail(dids.error());
    if (dids->empty()) return fail(Errc::not_found, "no such number", "DID_NOT_FOUND");
    return dids->front();
}

} // namespace

Result<void> insert_did(pg::Transaction& transaction, const Did& did) {
    if (auto there = require_named(transaction, did); !there) return there;
    const auto done = transaction.exec(
        "INSERT INTO dids (id, organization_id, number, country, description, status, trunk_id, "
        "max_concurrent_calls, created_at, updated_at, inbound_flow_id, is_shared) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (number) DO NOTHING",
        did.id, did.organization, did.number, did.country, did.description, to_string(did.status),
        did.trunk, calls_of(did), did.created_at, did.updated_at, did.inbound_flow, did.is_shared);
    if (!done) return fail(done.error());
    if (done->affected() == 0) {
        return fail(Errc::already_exists, "the number is there already", "DID_ALREADY_EXISTS");
    }
    return set_bound(transaction, CapacityKind::did, did.id.value(), did.max_concurrent_calls, {});
}

Result<Did> read_did_row(pg::Transaction& transaction, const base::DidId& id) {
    return one_of(all_of(transaction.exec("SELECT " + columns + " FROM dids WHERE id = $1", id)));
}

Result<Did> lock_did_row(pg::Transaction& transaction, const base::DidId& id) {
    return one_of(
        all_of(transaction.exec("SELECT " + columns + " FROM dids WHERE id = $1 FOR UPDATE", id)));
}

Result<void> update_did(pg::Transaction& transaction, const Did& did) {
    if (auto there = require_named(transaction, did); !there) return there;
    const auto done = transaction.exec(
        "UPDATE dids SET country = $2, description = $3, status = $4, trunk_id = $5, "
        "max_concurrent_calls = $6, inbound_flow_id = $7, is_shared = $8, updated_at = $9 "
        "WHERE id = $1",
        did.id, did.country, did.description, to_string(did.status), did.trunk, calls_of(did),
        did.inbound_flow, did.is_shared, did.updated_at);
    if (!done) return fail(done.error());
    return set_bound(transaction, CapacityKind::did, did.id.value(), did.max_concurrent_calls, {});
}

Result<Did> assign_did(pg::Transaction& transaction,
                       const base::DidId& id,
                       const base::OrganizationId& to,
                       base::Instant now) {
    return one_of(all_of(transaction.exec(
        "UPDATE dids SET organization_id = $2, updated_at = $3, inbound_flow_id = "
        "(SELECT f.id FROM flows f WHERE f.id = inbound_flow_id AND f.organization_id = $2) "
        "WHERE id = $1 RETURNING " +
            columns,
        id, to, now)));
}

Result<listing::Found<Did>> all_dids(pg::Transaction& transaction, const page::Request& wanted) {
    return page_of(transaction, searched, {pg::param(page::containing(wanted.search))}, wanted);
}

Result<listing::Found<Did>> available_dids(pg::Transaction& transaction,
                                           const base::OrganizationId& organization,
                                           const page::Request& wanted) {
    return page_of(transaction,
                   searched + " AND (organization_id = $2 OR is_shared) AND status = 'active'",
                   {pg::param(page::containing(wanted.search)), pg::param(organization)}, wanted);
}

Result<std::vector<Did>> dids_named(pg::Transaction& transaction,
                                    const base::OrganizationId& organization,
                                    const std::vector<base::Uuid>& ids,
                                    const std::vector<std::string>& numbers) {
    return all_of(transaction.exec("SELECT " + columns +
                                       " FROM dids WHERE (organization_id = $1 OR is_shared) "
                                       "AND (id = ANY($2) OR number = ANY($3))",
                                   organization, ids, numbers));
}

Result<std::vector<Did>> dids_numbered(pg::Transaction& transaction,
                                       const std::vector<std::string>& numbers) {
    return all_of(
        transaction.exec("SELECT " + columns + " FROM dids WHERE number = ANY($1)", numbers));
}

Result<std::vector<Did>> dids_ending(pg::Transaction& transaction, const std::string& digits) {
    return all_of(transaction.exec(
        "SELECT " + columns + " FROM dids WHERE right(number, length($1)) = $1 LIMIT 50", digits));
}

} // namespace hatif::program_scheduler
