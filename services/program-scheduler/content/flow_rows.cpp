#include "program_scheduler/content/flow_rows.hpp"

#include "program_scheduler/list_rows.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// The columns of read_row, and where they come from.
constexpr const char* select =
    "SELECT f.id, f.organization_id, v.name, f.description, v.version, v.graph, f.created_at, "
    "f.updated_at FROM flows f JOIN flow_versions v ON v.flow_id = f.id ";

SavedFlow read_row(const pg::Row& row) {
    return {.id = row.get<base::FlowId>(0),
            .organization = row.get<base::OrganizationId>(1),
            .name = row.get<std::string>(2),
            .description = row.get<std::optional<std::string>>(3),
            .version = row.get<std::uint32_t>(4),
            .graph = row.get<std::string>(5),
            .created_at = row.get<base::Instant>(6),
            .updated_at = row.get<base::Instant>(7)};
}

Result<SavedFlow> only(const Result<pg::Rows>& rows) {
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(base::Errc::not_found, "no such flow", "FLOW_NOT_FOUND");
    return read_row((*rows)[0]);
}

} // namespace

Result<void> insert_flow(pg::Transaction& transaction, const SavedFlow& flow) {
    const auto version = static_cast<std::int32_t>(flow.version);
    const auto head = transaction.exec(
        "INSERT INTO flows (id, organization_id, name, description, version, created_at, "
        "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        flow.id, flow.organization, flow.name, flow.description, version, flow.created_at,
        flow.updated_at);
    if (!head) return fail(head.error());
    const auto body = transaction.exec(
        "INSERT INTO flow_versions (flow_id, version, name, graph, audio_ids, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        flow.id, version, flow.name, flow.graph, audio_ids_of(flow.graph), flow.updated_at);
    if (!body) return fail(body.error());
    return {};
}

Result<SavedFlow> read_flow(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::FlowId& id) {
    return only(transaction.exec(std::string{select} + "AND v.version = f.version WHERE f.id = $1 "
                                                       "AND f.organization_id = $2 "
                                                       "AND f.deleted_at IS NULL",
                                 id, organization));
}

Result<SavedFlow>
read_flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version) {
    return only(transaction.exec(std::string{select} + "WHERE f.id = $1 AND v.version = $2", id,
                                 static_cast<std::int64_t>(version)));
}

Result<FlowList> list_flows(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const page::Request& wanted) {
    auto found = list_rows(
        transaction,
        {.columns =
             "id, organization_id, name, description, version, graph, created_at, updated_at",
         .table =
             "(" + std::string{select} + "AND v.version = f.version AND f.deleted_at IS NULL) f",
         .where = "organization_id = $1 AND name ILIKE $2",
         .params = {pg::param(organization), pg::param(page::containing(wanted.search))},
         .name = "name"},
        wanted);
    if (!found) return fail(found.error());
    FlowList list{.flows = {}, .total = found->total};
    for (const auto row : found->rows) list.flows.push_back(read_row(row));
    return list;
}

} // namespace hatif::program_scheduler
