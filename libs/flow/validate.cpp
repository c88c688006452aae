#include "flow/validate.hpp"

#include "flow/examine_flows.hpp"
#include "flow/examine_nodes.hpp"
#include "flow/examine_speech.hpp"
#include "flow/examine_ways.hpp"
#include "flow/longest_call.hpp"

namespace hatif::flow {

Problems validate(const Draft& draft, const Known& known) {
    Problems found = draft.problems;
    examine_ways(draft.graph, found);
    examine_nodes(draft.graph, known, found);
    examine_speech(draft.graph, known, found);
    const auto linked = examine_flows(draft.graph, known, found);
    if (found.valid()) examine_length(linked.graph, known, found);
    return found;
}

Problems validate(std::string_view json, const Known& known) {
    return validate(read_draft(json), known);
}

} // namespace hatif::flow
