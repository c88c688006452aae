#pragma once

#include "flow/graph.hpp"
#include "flow/problem.hpp"
#include "flow/read_graph.hpp"

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
};

/// What there is where the flow is to run, of what `references_of` names. A member that is nothing
/// is not known here, and not checked.
struct Known {
    KnownAudio audio{};
    std::optional<std::map<DictionaryId, KnownDictionary>> dictionaries{};
    std::optional<std::set<std::string>> attributes{}; ///< the organization's, by their names
    std::string currency = "MAD";                      ///< the organization's
};

/// Everything that is wrong or doubtful in a graph, its text included. A graph with errors can be
/// saved, but not launched.
Problems validate(std::string_view json, const Known& known);

/// The same for a text that was read already.
Problems validate(const Draft& draft, const Known& known);

} // namespace hatif::flow
