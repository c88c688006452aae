#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "flow/graph.hpp"
#include "flow/problem.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::program_scheduler {

/// A flow in one of its versions.
struct SavedFlow {
    base::FlowId id;
    base::OrganizationId organization;
    std::string name{};
    std::optional<std::string> description{};
    std::uint32_t version = 1;
    std::string graph{}; ///< JSON, as its author sent it
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// One of a flow's versions, as lists have it.
struct FlowVersionRow {
    base::FlowId flow;
    std::uint32_t version = 1;
    std::string name{}; ///< the flow's, when it was saved
    std::string graph{};
    base::Instant created_at{};
};

/// What is wrong with its graph is found anew at each reading: a newer release may know more.
struct CheckedFlow {
    SavedFlow flow;
    flow::Problems problems;

    bool valid() const { return problems.valid(); }
};

struct FlowSent {
    std::optional<std::string> name{};
    std::optional<std::string> description{};
    std::optional<std::string> graph{};
};

struct FlowWords {
    std::string name{};
    std::optional<std::string> description{};
    std::string graph{};
};

/// Name, description, and that the graph is a JSON object of at most 1 MiB; whether it is a good
/// one is for `validate` to say, and no reason to refuse it.
base::Result<FlowWords> read_flow_words(const FlowSent& sent);

/// The words with what was sent in their place, checked as above. What is sent empty is there to be
/// cleared, which neither a name nor a graph can be.
base::Result<FlowWords> changed(FlowWords words, const FlowSent& sent);

/// Whether a version of its own is to be saved: another name, or another graph. The same graph
/// written otherwise (spaces, line ends) is none.
bool differs(const FlowWords& now, const FlowWords& before);

/// The graph in what a client wants to have validated: a bare graph, `{graph}` or a whole flow.
base::Result<std::string> graph_of(std::string_view document);

/// What a graph plays and speaks with, and the flows that it names to go on with, so far as its ids
/// can be ids at all.
struct FlowContent {
    std::vector<base::AudioId> audios{};
    std::vector<base::DictionaryId> dictionaries{};
    std::vector<base::FlowId> flows{};
};
FlowContent content_of(std::string_view graph);

/// The built-in dictionaries of the languages that the graph may take words of: what its own lack
/// is taken from these.
std::set<flow::DictionaryId> built_in_of(const flow::Graph& graph);

} // namespace hatif::program_scheduler
