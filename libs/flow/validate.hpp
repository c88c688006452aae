#pragma once

#include "flow/graph.hpp"
#include "flow/problem.hpp"
#include "flow/read_graph.hpp"

#include <optional>
#include <set>
#include <string_view>

namespace hatif::flow {

/// The audio that exists where the flow is to run. Nothing: it is not known here, and not checked.
using KnownAudio = std::optional<std::set<PromptId>>;

/// Everything that is wrong or doubtful in a graph, its text included. A graph with errors can be
/// saved, but not launched.
Problems validate(std::string_view json, const KnownAudio& audio);

/// The same for a text that was read already.
Problems validate(const Draft& draft, const KnownAudio& audio);

} // namespace hatif::flow
