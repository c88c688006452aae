#pragma once

#include "flow/graph.hpp"

#include <set>
#include <string>
#include <vector>

/// What the nodes of a graph name.
namespace hatif::flow {

/// What lives outside of the graph. The ids are the texts that stand there: one that is no id at
/// all is among them.
struct References {
    std::set<PromptId> audio_ids{};
    std::set<DictionaryId> dictionary_ids{};
    std::set<std::string> attributes{}; ///< names of custom attributes
    std::set<std::string> flow_ids{};   ///< of the graph's own nodes; see flow/link.hpp

    bool operator==(const References&) const = default;
};

References references_of(const Graph& graph);
References references_of(const PlayItem& item);

/// What a node says, and the member of its config that says so.
struct Spoken {
    const PlayItems& items;
    const char* member;
};
std::vector<Spoken> spoken_by(const Kind& kind);

/// Every value that a node may read.
std::vector<ValueSource> sources_of(const Kind& kind);

} // namespace hatif::flow
