#include "program_scheduler/content/dictionary_content.hpp"

#include <hatif/program/v1/lease_service.pb.h>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

Result<std::map<FlowAsked, FlowNeeds>> needs_of(pg::Transaction& transaction,
                                                const std::set<FlowAsked>& asked) {
    std::map<FlowAsked, FlowNeeds> found;
    if (asked.empty()) return found;
    std::vector<base::FlowId> flows;
    std::vector<std::int64_t> versions;
    std::vector<std::int32_t> follow;
    for (const auto& it : asked) {
        flows.push_back(it.flow.flow);
        versions.push_back(it.flow.version);
        follow.push_back(it.follow ? 1 : 0);
    }
    // Within the flow's organization, or built in, which is nobody's: a graph may name another's,
    // which is none.
    const auto rows = transaction.exec(
        "WITH RECURSIVE reached (root, root_version, follow, linked, at, version) AS ("
        "SELECT flow, version::int, follow, false, flow, version::int "
        "FROM unnest($1::uuid[], $2::bigint[], $3::int[]) AS asked (flow, version, follow) "
        "UNION SELECT r.root, r.root_version, r.follow, true, next.id, next.version FROM reached r "
        "JOIN flow_versions v ON v.flow_id = r.at AND v.version = r.version "
        "JOIN flows own ON own.id = r.root "
        "JOIN flows next ON next.id = ANY(v.linked_flow_ids) "
        "AND next.organization_id = own.organization_id AND next.deleted_at IS NULL "
        "WHERE r.follow = 1) "
        "SELECT DISTINCT r.root, r.root_version, r.follow, r.linked, r.at, r.version, d.id, "
        "d.revision FROM reached r "
        "JOIN flow_versions v ON v.flow_id = r.at AND v.version = r.version "
        "JOIN flows f ON f.id = r.at LEFT JOIN dictionaries d ON d.id = ANY(v.dictionary_ids) "
        "AND d.organization_id IN (f.organization_id, '00000000-0000-0000-0000-000000000000') "
        "WHERE r.linked OR d.id IS NOT NULL",
        flows, versions, follow);
    if (!rows) return fail(rows.error());
    for (const auto row : *rows) {
        auto& needs = found[{{row.get<base::FlowId>(0), row.get<std::uint32_t>(1)},
                             row.get<std::int32_t>(2) == 1}];
        if (row.get<bool>(3)) {
            needs.linked.emplace(row.get<base::FlowId>(4), row.get<std::uint32_t>(5));
        }
        const auto dictionary = row.get<std::optional<base::DictionaryId>>(6);
        if (!dictionary) continue; // it speaks with none
        needs.dictionaries.emplace(*dictionary,
                                   static_cast<std::uint64_t>(row.get<std::int64_t>(7)));
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
