#include "program_scheduler/numbers/did_rows.hpp"

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

// The columns of read_row.
const std::string columns = "id, organization_id, number, country, description, status, trunk_id, "
                            "max_concurrent_calls, created_at, updated_at";
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

Result<void> require_trunk(pg::Transaction& transaction, const base::TrunkId& id) {
    const auto found = transaction.exec("SELECT 1 FROM trunks WHERE id = $1", id);
    if (!found) return fail(found.error());
    if (found->empty()) return fail(Errc::not_found, "no such trunk", "TRUNK_NOT_FOUND");
    return {};
}

} // namespace

Result<void> insert_did(pg::Transaction& transaction, const Did& did) {
    if (did.trunk) {
        if (auto there = require_trunk(transaction, *did.trunk); !there) return there;
    }
    std::optional<std::int32_t> calls;
    if (did.max_concurrent_calls) calls = static_cast<std::int32_t>(*did.max_concurrent_calls);
    const auto done = transaction.exec(
        "INSERT INTO dids (id, organization_id, number, country, description, status, trunk_id, "
        "max_concurrent_calls, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (number) DO NOTHING",
        did.id, did.organization, did.number, did.country, did.description, to_string(did.status),
        did.trunk, calls, did.created_at, did.updated_at);
    if (!done) return fail(done.error());
    if (done->affected() == 0) {
        return fail(Errc::already_exists, "the number is there already", "DID_ALREADY_EXISTS");
    }
    return {};
}

Result<Did> assign_did(pg::Transaction& transaction,
                       const base::DidId& id,
                       const base::OrganizationId& to,
                       base::Instant now) {
    const auto dids = all_of(transaction.exec("UPDATE dids SET organization_id = $2, "
                                              "updated_at = $3 WHERE id = $1 RETURNING " +
                                                  columns,
                                              id, to, now));
    if (!dids) return fail(dids.error());
    if (dids->empty()) return fail(Errc::not_found, "no such number", "DID_NOT_FOUND");
    return dids->front();
}

Result<listing::Found<Did>> all_dids(pg::Transaction& transaction, const page::Request& wanted) {
    return page_of(transaction, searched, {pg::param(page::containing(wanted.search))}, wanted);
}

Result<listing::Found<Did>> available_dids(pg::Transaction& transaction,
                                           const base::OrganizationId& organization,
                                           const page::Request& wanted) {
    return page_of(transaction, searched + " AND organization_id = $2 AND status = 'active'",
                   {pg::param(page::containing(wanted.search)), pg::param(organization)}, wanted);
}

Result<std::vector<Did>> dids_named(pg::Transaction& transaction,
                                    const base::OrganizationId& organization,
                                    const std::vector<base::Uuid>& ids,
                                    const std::vector<std::string>& numbers) {
    return all_of(transaction.exec("SELECT " + columns +
                                       " FROM dids WHERE organization_id = $1 "
                                       "AND (id = ANY($2) OR number = ANY($3))",
                                   organization, ids, numbers));
}

} // namespace hatif::program_scheduler
