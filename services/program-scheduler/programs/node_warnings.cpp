#include "program_scheduler/programs/node_warnings.hpp"

#include "program_scheduler/content/flow_content.hpp"

#include <simdjson.h>

#include <optional>
#include <set>

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

namespace {

namespace dom = simdjson::dom;

/// Of a graph as its author sent it, which may be wrong in every way.
std::optional<std::set<std::string, std::less<>>> nodes_in(std::string_view graph) {
    dom::parser parser;
    dom::element root;
    if (parser.parse(graph.data(), graph.size()).get(root) != simdjson::SUCCESS) return {};
    std::set<std::string, std::less<>> ids;
    dom::array nodes;
    if (root["nodes"].get(nodes) != simdjson::SUCCESS) return ids;
    for (const dom::element node : nodes) {
        std::string_view id;
        if (node["id"].get(id) == simdjson::SUCCESS) ids.emplace(id);
    }
    return ids;
}

} // namespace

std::vector<Warning> warnings_of_nodes(const AutoPauseRules& rules, std::string_view graph) {
    std::vector<Warning> warnings;
    if (rules.empty()) return warnings;
    const auto nodes = nodes_in(graph);
    if (!nodes) return warnings;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (nodes->contains(rules[i].node)) continue;
        warnings.push_back({"auto_pause_node_unknown",
                            "autoPauseRules[" + std::to_string(i) + "].nodeId",
                            "is no node of the flow: the rule never pauses anything"});
    }
    return warnings;
}

Result<std::vector<Warning>> warnings_of_nodes(pg::Transaction& transaction,
                                               const Program& program) {
    if (program.words.auto_pause.empty()) return std::vector<Warning>{};
    const auto graph = newest_graph(transaction, program.words.flow);
    if (graph) return warnings_of_nodes(program.words.auto_pause, *graph);
    if (graph.error().code == base::Errc::not_found) return std::vector<Warning>{};
    return fail(graph.error());
}

} // namespace hatif::program_scheduler
