#include "program_scheduler/content/linked_flows.hpp"

#include "flow/link.hpp"
#include "program_scheduler/content/flow_rows.hpp"

#include <simdjson.h>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

std::string to_json(const LinkedFlows& flows) {
    std::string json;
    for (const auto& [flow, version] : flows) {
        json += json.empty() ? "{\"" : ",\"";
        json += flow.value().to_string() + "\":" + std::to_string(version);
    }
    return json.empty() ? "{}" : json + '}';
}

LinkedFlows linked_flows_in(std::string_view json) {
    LinkedFlows flows;
    if (json == "{}") return flows;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) return flows;
    for (const auto [name, value] : object) {
        std::uint64_t version = 0;
        const auto id = base::Uuid::parse(name);
        if (!id || value.get(version) != simdjson::SUCCESS) continue;
        flows.emplace(base::FlowId{*id}, static_cast<std::uint32_t>(version));
    }
    return flows;
}

LinkedFlows versions_of(const std::vector<SavedFlow>& flows) {
    LinkedFlows versions;
    for (const auto& flow : flows) versions.emplace(flow.id, flow.version);
    return versions;
}

Result<std::vector<SavedFlow>> newest_linked(pg::Transaction& transaction,
                                             const base::OrganizationId& organization,
                                             const std::vector<base::FlowId>& named) {
    if (named.empty()) return std::vector<SavedFlow>{};
    const auto rows = transaction.exec(
        "WITH RECURSIVE reached (id) AS (SELECT unnest($2::uuid[]) UNION "
        "SELECT unnest(v.linked_flow_ids) FROM reached r "
        "JOIN flows f ON f.id = r.id AND f.organization_id = $1 AND f.deleted_at IS NULL "
        "JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.version) "
        "SELECT f.id, f.version, v.graph FROM reached r "
        "JOIN flows f ON f.id = r.id AND f.organization_id = $1 AND f.deleted_at IS NULL "
        "JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.version LIMIT $3",
        organization, named, static_cast<std::int64_t>(flow::most_linked_flows) + 1);
    if (!rows) return fail(rows.error());
    std::vector<SavedFlow> flows;
    for (const auto row : *rows) {
        flows.push_back({.id = row.get<base::FlowId>(0),
                         .organization = organization,
                         .version = row.get<std::uint32_t>(1),
                         .graph = row.get<std::string>(2)});
    }
    return flows;
}

Result<std::vector<SavedFlow>> read_linked(pg::Transaction& transaction,
                                           const base::OrganizationId& organization,
                                           const LinkedFlows& flows) {
    std::vector<SavedFlow> found;
    for (const auto& [id, version] : flows) {
        auto flow = read_flow_version(transaction, id, version);
        if (!flow && flow.error().code == base::Errc::not_found) continue;
        if (!flow) return fail(flow.error());
        if (flow->organization == organization) found.push_back(*std::move(flow));
    }
    return found;
}

LinkedGraphs::LinkedGraphs(const std::vector<SavedFlow>& flows) {
    for (const auto& flow : flows) {
        drafts_.emplace(flow.id.value().to_string(), flow::read_draft(flow.graph));
    }
}

std::map<std::string, const flow::Graph*> LinkedGraphs::all() const {
    std::map<std::string, const flow::Graph*> graphs;
    for (const auto& [id, draft] : drafts_) {
        graphs.emplace(id, draft.problems.valid() ? &draft.graph : nullptr);
    }
    return graphs;
}

std::map<std::string, const flow::Graph*> LinkedGraphs::readable() const {
    auto graphs = all();
    std::erase_if(graphs, [](const auto& it) { return it.second == nullptr; });
    return graphs;
}

} // namespace hatif::program_scheduler
