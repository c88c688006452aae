#include "program_scheduler/content/flow_check.hpp"

#include "flow/references.hpp"
#include "flow/validate.hpp"
#include "program_scheduler/content/audio_rows.hpp"
#include "program_scheduler/content/dictionary_rows.hpp"
#include "program_scheduler/content/linked_flows.hpp"

#include <optional>
#include <set>
#include <utility>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

void add(flow::References& all, flow::References more) {
    all.audio_ids.merge(more.audio_ids);
    all.dictionary_ids.merge(more.dictionary_ids);
    all.attributes.merge(more.attributes);
}

/// The attributes that the organization has: asked for once, when one is read.
class AttributeNames {
public:
    explicit AttributeNames(const Surroundings& around) : around_{around} {}

    /// Nothing: contact is away.
    const std::optional<std::set<std::string>>& get() {
        if (!std::exchange(asked_, true)) {
            if (auto names = around_.attributes.names(around_.organization)) {
                names_ = *std::move(names);
            }
        }
        return names_;
    }

private:
    const Surroundings& around_;
    bool asked_ = false;
    std::optional<std::set<std::string>> names_;
};

/// Those texts that are ids at all.
template <class Id, class Texts>
std::vector<Id> ids_in(const Texts& texts) {
    std::vector<Id> ids;
    for (const auto& text : texts) {
        if (const auto id = base::Uuid::parse(text.value())) ids.emplace_back(*id);
    }
    return ids;
}

/// What a graph names, and the platform's dictionaries that it may take words from.
flow::References references_in(const flow::Graph& graph) {
    auto named = flow::references_of(graph);
    named.dictionary_ids.merge(built_in_of(graph));
    return named;
}

/// Of what is named, what there is. Attributes stay unknown when contact is away.
Result<flow::Known> known_of(pg::Transaction& transaction,
                             const Surroundings& around,
                             const flow::References& named,
                             AttributeNames& names) {
    flow::Known known;
    known.flows.emplace();
    if (!around.currency.empty()) known.currency = around.currency;
    const auto playable = read_playable(transaction, around.organization,
                                        ids_in<base::AudioId>(named.audio_ids), Deleted::without);
    if (!playable) return fail(playable.error());
    auto& audio = known.audio.emplace();
    for (const auto& [id, content] : *playable) {
        const flow::PromptId name{id.value().to_string()};
        audio.insert(name);
        known.audio_lengths.emplace(name, content.length);
    }

    const auto dictionaries = read_vocabularies(transaction, around.organization,
                                                ids_in<base::DictionaryId>(named.dictionary_ids));
    if (!dictionaries) return fail(dictionaries.error());
    auto& spoken = known.dictionaries.emplace();
    for (const auto& [id, words] : *dictionaries) {
        spoken.emplace(flow::DictionaryId{id.value().to_string()},
                       flow::KnownDictionary{words.language,
                                             {words.keys.begin(), words.keys.end()},
                                             words.keys.empty() ? std::nullopt
                                                                : std::optional{words.longest}});
    }
    if (!named.attributes.empty()) known.attributes = names.get();
    return known;
}

/// A graph that goes on with other flows, by all of them. One at a time, so that no more graphs are
/// held than one can name.
Result<flow::Problems> check_linked(pg::Transaction& transaction,
                                    const Surroundings& around,
                                    const flow::Draft& draft,
                                    flow::References references,
                                    AttributeNames& names) {
    std::vector<base::FlowId> named;
    for (const auto& text : references.flow_ids) {
        if (const auto id = base::Uuid::parse(text)) named.emplace_back(*id);
    }
    const auto linked = newest_linked(transaction, around.organization, named);
    if (!linked) return fail(linked.error());
    const LinkedGraphs graphs{*linked};
    for (const auto& [id, graph] : graphs.readable()) add(references, references_in(*graph));
    auto known = known_of(transaction, around, references, names);
    if (!known) return fail(known.error());
    known->flows = graphs.all();
    return flow::validate(draft, *known);
}

/// All that graphs which stand alone name, so that one question asks for all.
flow::References named_by(const std::vector<flow::References>& graphs) {
    flow::References all;
    for (const auto& named : graphs) {
        if (named.flow_ids.empty()) add(all, named);
    }
    return all;
}

} // namespace

Result<std::vector<flow::Problems>> check_graphs(pg::Transaction& transaction,
                                                 const Surroundings& around,
                                                 const std::vector<std::string>& graphs) {
    std::vector<flow::Draft> drafts;
    std::vector<flow::References> named; // by each
    for (const auto& graph : graphs) {
        drafts.push_back(flow::read_draft(graph));
        named.push_back(references_in(drafts.back().graph));
    }
    AttributeNames names{around};
    const auto known = known_of(transaction, around, named_by(named), names);
    if (!known) return fail(known.error());
    std::vector<flow::Problems> problems;
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        const auto& draft = drafts[index];
        auto found = named[index].flow_ids.empty()
                         ? Result<flow::Problems>{flow::validate(draft, *known)}
                         : check_linked(transaction, around, draft, named[index], names);
        if (!found) return fail(found.error());
        problems.push_back(*std::move(found));
        if (named[index].attributes.empty() || names.get()) continue;
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
