#include "program_scheduler/content/dictionary_content.hpp"

#include <hatif/program/v1/lease_service.pb.h>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

Result<std::map<FlowVersionKey, DictionaryRevisions>>
dictionaries_of(pg::Transaction& transaction, const std::vector<FlowVersionKey>& versions) {
    std::map<FlowVersionKey, DictionaryRevisions> found;
    if (versions.empty()) return found;
    std::vector<base::FlowId> flows;
    std::vector<std::int64_t> numbers;
    for (const auto& [flow, version] : versions) {
        flows.push_back(flow);
        numbers.push_back(version);
    }
    // Within the flow's organization: a graph may name another's, which is none.
    const auto rows = transaction.exec(
        "SELECT DISTINCT v.flow_id, v.version, d.id, d.revision "
        "FROM unnest($1::uuid[], $2::bigint[]) AS asked (flow, version) "
        "JOIN flow_versions v ON v.flow_id = asked.flow AND v.version = asked.version "
        "JOIN flows f ON f.id = v.flow_id "
        "JOIN dictionaries d ON d.id = ANY(v.dictionary_ids) "
        "AND d.organization_id = f.organization_id",
        flows, numbers);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        const FlowVersionKey key{row.get<base::FlowId>(0), row.get<std::uint32_t>(1)};
        found[key].emplace(row.get<base::DictionaryId>(2),
                           static_cast<std::uint64_t>(row.get<std::int64_t>(3)));
    }
    return found;
}

Result<void> answer_dictionary(pg::Transaction& transaction,
                               const std::string& dictionary_id,
                               program::v1::DictionaryContent& answer) {
    const auto unknown = [] {
        return fail(Errc::not_found, "no such dictionary", "DICTIONARY_NOT_FOUND");
    };
    const auto id = base::Uuid::parse(dictionary_id);
    if (!id) return unknown();
    // One statement sees one moment: the revision and its entries.
    const auto rows = transaction.exec(
        "SELECT d.language, d.revision, e.key, e.a_law_hash, e.mu_law_hash FROM dictionaries d "
        "LEFT JOIN dictionary_entries e ON e.dictionary_id = d.id WHERE d.id = $1",
        *id);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return unknown();
    answer.set_language((*rows)[0].get<std::string>(0));
    answer.set_revision(static_cast<std::uint64_t>((*rows)[0].get<std::int64_t>(1)));
    for (const auto row : *rows) {
        const auto key = row.get<std::optional<std::string>>(2);
        if (!key) continue; // it has none
        auto& content = (*answer.mutable_entries())[*key];
        content.set_alaw_hash(row.get<std::string>(3));
        content.set_ulaw_hash(row.get<std::string>(4));
    }
    return {};
}

} // namespace hatif::program_scheduler
