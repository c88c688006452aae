#pragma once

#include "flow/graph.hpp"
#include "flow/problem.hpp"
#include "flow/read_graph.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace hatif::flow {

/// The audio that exists where the flow is to run. Nothing: it is not known here, and not checked.
using KnownAudio = std::optional<std::set<PromptId>>;

/// A dictionary as it is now: its language ("ar") and the keys that it has recordings of.
struct KnownDictionary {
    std::string language;
    std::set<std::string, std::less<>> keys{};
    std::optional<std::chrono::milliseconds> longest_word{}; ///< of its recordings
};

/// What there is where the flow is to run, of what `references_of` names. A member that is nothing
/// is not known here, and not checked.
struct Known {
    KnownAudio audio{};
    std::map<PromptId, std::chrono::milliseconds> audio_lengths{}; ///< of those that are known
    std::optional<std::map<DictionaryId, KnownDictionary>> dictionaries{};
    std::optional<std::set<std::string>> attributes{}; ///< the organization's, by their names
    std::string currency = "MAD";                      ///< the organization's
    /// The organization's flows, by their ids; null for one that could not be read.
    std::optional<std::map<std::string, const Graph*>> flows{};
};

/// Everything that is wrong or doubtful in a graph, its text included. A graph with errors can be
/// saved, but not launched. One without gets a bound on the length of its calls, or a warning why
/// there is none.
Problems validate(std::string_view json, const Known& known);

/// The same for a text that was read already.
Problems validate(const Draft& draft, const Known& known);

} // namespace hatif::flow
