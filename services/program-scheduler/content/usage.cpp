#include "program_scheduler/content/usage.hpp"

#include "program_scheduler/executions/status.hpp"

#include <string>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

constexpr std::int32_t most_named = 5;

const std::vector<std::int32_t> ended{static_cast<std::int32_t>(ExecutionStatus::completed),
                                      static_cast<std::int32_t>(ExecutionStatus::stopped),
                                      static_cast<std::int32_t>(ExecutionStatus::cancelled)};

/// The flows whose version in force names the thing in this column.
Result<std::vector<std::string>> flows_using(pg::Transaction& transaction,
                                             const base::OrganizationId& organization,
                                             const std::string& column,
                                             const base::Uuid& id) {
    const auto rows = transaction.exec(
        "SELECT f.name FROM flows f JOIN flow_versions v ON v.flow_id = f.id "
        "WHERE f.organization_id = $1 AND v." +
            column +
            " @> ARRAY[$2] AND ((f.deleted_at IS NULL AND v.version = f.version) OR EXISTS "
            "(SELECT FROM executions e WHERE e.organization_id = $1 AND e.status <> ALL($3) "
            "AND ((e.flow_id = f.id AND e.flow_version = v.version) "
            "OR e.linked_flows -> f.id::text = to_jsonb(v.version)))) "
            "GROUP BY f.id ORDER BY f.name, f.id LIMIT $4",
        organization, id, ended, most_named + 1);
    if (!rows) return fail(rows.error());
    std::vector<std::string> names;
    for (const auto row : *rows) names.push_back(row.get<std::string>(0));
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t index = 0; index < names.size() && index < most_named; ++index) {
        list.append(index == 0 ? "" : ", ").append("\"" + names[index] + "\"");
    }
    return names.size() > most_named ? list + " and others" : list;
}

} // namespace

Result<void> require_unused(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::AudioId& audio) {
    const auto names = flows_using(transaction, organization, "audio_ids", audio.value());
    if (!names) return fail(names.error());
    if (names->empty()) return {};
    return fail(base::Errc::conflict, "the audio is played by " + listed(*names), "AUDIO_IN_USE");
}

Result<void> require_unused(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::DictionaryId& dictionary) {
    const auto names = flows_using(transaction, organization, "dictionary_ids", dictionary.value());
    if (!names) return fail(names.error());
    if (names->empty()) return {};
    return fail(base::Errc::conflict, "the dictionary is used by " + listed(*names),
                "DICTIONARY_IN_USE");
}

Result<void> require_unused(pg::Transaction& transaction,
                            const base::OrganizationId& organization,
                            const base::FlowId& flow) {
    const auto rows =
        transaction.exec("SELECT f.name FROM flow_versions v JOIN flows f ON f.id = v.flow_id "
                         "AND f.version = v.version WHERE v.linked_flow_ids @> ARRAY[$2] "
                         "AND v.linked_flow_ids <> '{}' AND f.organization_id = $1 AND f.id <> $2 "
                         "AND f.deleted_at IS NULL ORDER BY f.name, f.id LIMIT $3",
                         organization, flow, most_named + 1);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    std::vector<std::string> names;
    for (const auto row : *rows) names.push_back(row.get<std::string>(0));
    return fail(base::Errc::conflict, "calls go on with the flow from " + listed(names),
                "FLOW_IN_USE");
}

} // namespace hatif::program_scheduler
