#include "program_scheduler/content/flow_rows.hpp"

#include "flow/link.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

// The columns of read_row, and where they come from.
constexpr const char* select =
    "SELECT f.id, f.organization_id, v.name, f.description, v.version, v.graph, f.created_at, "
    "f.updated_at FROM flows f JOIN flow_versions v ON v.flow_id = f.id ";

constexpr const char* theirs =
    " WHERE f.id = $1 AND f.organization_id = $2 AND f.deleted_at IS NULL";

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

Result<void> insert_version(pg::Transaction& transaction, const SavedFlow& flow) {
    auto content = content_of(flow.graph);
    // One more than a call may go on in: that there are too many is still seen.
    if (content.flows.size() > flow::most_linked_flows + 1) {
        content.flows.erase(content.flows.begin() + flow::most_linked_flows + 1,
                            content.flows.end());
    }
    const auto done = transaction.exec(
        "INSERT INTO flow_versions (flow_id, version, name, graph, audio_ids, dictionary_ids, "
        "linked_flow_ids, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        flow.id, static_cast<std::int32_t>(flow.version), flow.name, flow.graph, content.audios,
        content.dictionaries, content.flows, flow.updated_at);
    if (!done) return fail(done.error());
    return {};
}

} // namespace

Result<void> insert_flow(pg::Transaction& transaction, const SavedFlow& flow) {
    const auto head = transaction.exec(
        "INSERT INTO flows (id, organization_id, name, description, version, created_at, "
        "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        flow.id, flow.organization, flow.name, flow.description,
        static_cast<std::int32_t>(flow.version), flow.created_at, flow.updated_at);
    if (!head) return fail(head.error());
    return insert_version(transaction, flow);
}

Result<void> update_flow(pg::Transaction& transaction, const SavedFlow& flow, bool is_new) {
    const auto head = transaction.exec(
        "UPDATE flows SET name = $2, description = $3, version = $4, updated_at = $5 WHERE id = $1",
        flow.id, flow.name, flow.description, static_cast<std::int32_t>(flow.version),
        flow.updated_at);
    if (!head) return fail(head.error());
    if (!is_new) return {};
    return insert_version(transaction, flow);
}

Result<void> hide_flow(pg::Transaction& transaction, const base::FlowId& id, base::Instant now) {
    const auto done = transaction.exec("UPDATE flows SET deleted_at = $2 WHERE id = $1", id, now);
    if (!done) return fail(done.error());
    return {};
}

Result<SavedFlow> read_flow(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::FlowId& id) {
    return only(transaction.exec(std::string{select} + "AND v.version = f.version" + theirs, id,
                                 organization));
}

Result<SavedFlow> lock_flow(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::FlowId& id) {
    // The row is locked first: another writer's version is not seen by one statement alone.
    const auto locked = transaction.exec(
        "SELECT FROM flows WHERE id = $1 AND organization_id = $2 FOR UPDATE", id, organization);
    if (!locked) return fail(locked.error());
    return read_flow(transaction, organization, id);
}

Result<SavedFlow> read_past_flow(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::FlowId& id,
                                 std::uint32_t version) {
    return only(transaction.exec(std::string{select} + theirs + " AND v.version = $3", id,
                                 organization, static_cast<std::int64_t>(version)));
}

Result<SavedFlow>
read_flow_version(pg::Transaction& transaction, const base::FlowId& id, std::uint32_t version) {
    return only(transaction.exec(std::string{select} + "WHERE f.id = $1 AND v.version = $2", id,
                                 static_cast<std::int64_t>(version)));
}

Result<listing::Found<SavedFlow>> list_flows(pg::Transaction& transaction,
                                             const base::OrganizationId& organization,
                                             const page::Request& wanted) {
    auto found = listing::list_rows(
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
    listing::Found<SavedFlow> list{.things = {}, .total = found->total};
    for (const auto row : found->rows) list.things.push_back(read_row(row));
    return list;
}

Result<listing::Found<FlowVersionRow>>
list_versions(pg::Transaction& transaction, const base::FlowId& flow, const page::Request& wanted) {
    const auto total =
        transaction.exec("SELECT count(*) FROM flow_versions WHERE flow_id = $1", flow);
    if (!total) return fail(total.error());
    const auto rows = transaction.exec(
        "SELECT version, name, graph, created_at FROM flow_versions WHERE flow_id = $1 "
        "ORDER BY version " +
            std::string{wanted.ascending() ? "ASC" : "DESC"} + " LIMIT $2 OFFSET $3",
        flow, std::int64_t{wanted.limit}, wanted.offset());
    if (!rows) return fail(rows.error());
    listing::Found<FlowVersionRow> list{.things = {}, .total = (*total)[0].get<std::int64_t>(0)};
    for (const auto row : *rows) {
        list.things.push_back({.flow = flow,
                               .version = row.get<std::uint32_t>(0),
                               .name = row.get<std::string>(1),
                               .graph = row.get<std::string>(2),
                               .created_at = row.get<base::Instant>(3)});
    }
    return list;
}

} // namespace hatif::program_scheduler
