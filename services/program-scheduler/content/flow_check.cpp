#include "program_scheduler/content/flow_check.hpp"

#include "flow/references.hpp"
#include "flow/validate.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/dictionary_rows.hpp"

#include <utility>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// All that these graphs name, so that one question asks for all.
flow::References named_by(const std::vector<flow::Draft>& drafts) {
    flow::References all;
    for (const auto& draft : drafts) {
        auto named = flow::references_of(draft.graph);
        all.audio_ids.merge(named.audio_ids);
        all.dictionary_ids.merge(named.dictionary_ids);
        all.attributes.merge(named.attributes);
    }
    return all;
}

/// Those texts that are ids at all.
template <class Id, class Texts>
std::vector<Id> ids_in(const Texts& texts) {
    std::vector<Id> ids;
    for (const auto& text : texts) {
        if (const auto id = base::Uuid::parse(text.value())) ids.emplace_back(*id);
    }
    return ids;
}

/// Of what is named, what there is. Attributes stay unknown when contact is away.
Result<flow::Known>
known_of(pg::Transaction& transaction, const Surroundings& around, const flow::References& named) {
    flow::Known known;
    if (!around.currency.empty()) known.currency = around.currency;
    const auto playable = read_playable(transaction, around.organization,
                                        ids_in<base::AudioId>(named.audio_ids), Deleted::without);
    if (!playable) return fail(playable.error());
    auto& audio = known.audio.emplace();
    for (const auto& [id, content] : *playable) audio.emplace(id.value().to_string());

    const auto dictionaries = read_vocabularies(transaction, around.organization,
                                                ids_in<base::DictionaryId>(named.dictionary_ids));
    if (!dictionaries) return fail(dictionaries.error());
    auto& spoken = known.dictionaries.emplace();
    for (const auto& [id, words] : *dictionaries) {
        spoken.emplace(
            flow::DictionaryId{id.value().to_string()},
            flow::KnownDictionary{words.language, {words.keys.begin(), words.keys.end()}});
    }
    if (named.attributes.empty()) return known;
    if (auto names = around.attributes.names(around.organization)) {
        known.attributes = *std::move(names);
    }
    return known;
}

bool reads_attributes(const flow::Draft& draft) {
    return !flow::references_of(draft.graph).attributes.empty();
}

} // namespace

Result<std::vector<flow::Problems>> check_graphs(pg::Transaction& transaction,
                                                 const Surroundings& around,
                                                 const std::vector<std::string>& graphs) {
    std::vector<flow::Draft> drafts;
    for (const auto& graph : graphs) drafts.push_back(flow::read_draft(graph));
    const auto known = known_of(transaction, around, named_by(drafts));
    if (!known) return fail(known.error());
    std::vector<flow::Problems> problems;
    for (const auto& draft : drafts) {
        problems.push_back(flow::validate(draft, *known));
        if (known->attributes || !reads_attributes(draft)) continue;
        problems.back().warnings.push_back(
            {.code = attributes_unchecked,
             .message = "the contact service is away: whether the attributes that the flow reads "
                        "exist was not checked; validate again later",
             .path = ""});
    }
    return problems;
}

Result<std::vector<CheckedFlow>> check_flows(pg::Transaction& transaction,
                                             const Surroundings& around,
                                             std::vector<SavedFlow> flows) {
    std::vector<std::string> graphs;
    for (const auto& flow : flows) graphs.push_back(flow.graph);
    auto problems = check_graphs(transaction, around, graphs);
    if (!problems) return fail(problems.error());
    std::vector<CheckedFlow> checked;
    for (std::size_t index = 0; index < flows.size(); ++index) {
        checked.push_back({std::move(flows[index]), std::move((*problems)[index])});
    }
    return checked;
}

Result<CheckedFlow>
check_flow(pg::Transaction& transaction, const Surroundings& around, SavedFlow flow) {
    auto checked = check_flows(transaction, around, {std::move(flow)});
    if (!checked) return fail(checked.error());
    return std::move(checked->front());
}

} // namespace hatif::program_scheduler
