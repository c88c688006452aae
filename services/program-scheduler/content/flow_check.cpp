#include "program_scheduler/content/flow_check.hpp"

#include "flow/validate.hpp"
#include "program_scheduler/content/audio_rows.hpp"

#include <utility>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

/// Of all the audio that these graphs name, what the organization has: one question for all.
Result<flow::KnownAudio> known_audio(pg::Transaction& transaction,
                                     const base::OrganizationId& organization,
                                     const std::vector<flow::Draft>& drafts) {
    std::vector<base::AudioId> named;
    for (const auto& draft : drafts) {
        for (const auto& prompt : flow::referenced(draft.graph)) {
            if (const auto id = base::Uuid::parse(prompt.value())) named.emplace_back(*id);
        }
    }
    const auto playable = read_playable(transaction, organization, named);
    if (!playable) return fail(playable.error());
    std::set<flow::PromptId> known;
    for (const auto& [id, content] : *playable) {
        known.insert(flow::PromptId{id.value().to_string()});
    }
    return flow::KnownAudio{std::move(known)};
}

} // namespace

Result<std::vector<flow::Problems>> check_graphs(pg::Transaction& transaction,
                                                 const base::OrganizationId& organization,
                                                 const std::vector<std::string>& graphs) {
    std::vector<flow::Draft> drafts;
    for (const auto& graph : graphs) drafts.push_back(flow::read_draft(graph));
    const auto known = known_audio(transaction, organization, drafts);
    if (!known) return fail(known.error());
    std::vector<flow::Problems> problems;
    for (const auto& draft : drafts) problems.push_back(flow::validate(draft, *known));
    return problems;
}

Result<std::vector<CheckedFlow>> check_flows(pg::Transaction& transaction,
                                             const base::OrganizationId& organization,
                                             std::vector<SavedFlow> flows) {
    std::vector<std::string> graphs;
    for (const auto& flow : flows) graphs.push_back(flow.graph);
    auto problems = check_graphs(transaction, organization, graphs);
    if (!problems) return fail(problems.error());
    std::vector<CheckedFlow> checked;
    for (std::size_t index = 0; index < flows.size(); ++index) {
        checked.push_back({std::move(flows[index]), std::move((*problems)[index])});
    }
    return checked;
}

Result<CheckedFlow> check_flow(pg::Transaction& transaction, SavedFlow flow) {
    const auto organization = flow.organization;
    auto checked = check_flows(transaction, organization, {std::move(flow)});
    if (!checked) return fail(checked.error());
    return std::move(checked->front());
}

} // namespace hatif::program_scheduler
