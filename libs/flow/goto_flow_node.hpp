#pragma once

#include "flow/words.hpp"

#include <string>
#include <vector>

/// A `goto_flow` node has the call go on at the start of another flow, with its variables.
///
///     entered  -- linked ------>  left by flow, to that flow's first node
///     entered  -- not linked -->  left by onError: unknown_flow
///
/// Linking (flow/link.hpp) joins the flows to one graph before the call. The first node there, a
/// dial or an answer, places no second call: it is left at once by what the call's own dial met.
namespace hatif::flow {

class ConfigReader;

struct GotoFlowNode {
    std::string flow_id; // a UUID in lower case
    bool linked = false;

    bool operator==(const GotoFlowNode&) const = default;
};

/// The output that linking gives the node.
inline constexpr const char* to_flow = "flow";

GotoFlowNode read_goto_flow(ConfigReader& config);

/// All that it does.
Commands enter(const GotoFlowNode& node, const Scope& scope);

std::vector<Leave> exits(const GotoFlowNode& node);

} // namespace hatif::flow
