#include "flow/goto_flow_node.hpp"

#include "flow/config_reader.hpp"

#include <algorithm>

namespace hatif::flow {

namespace {

constexpr std::size_t longest_id = 64;

const Leave on{{Output{to_flow}}};

} // namespace

GotoFlowNode read_goto_flow(ConfigReader& config) {
    std::string id = config.text("flowId", ConfigReader::Need::required, longest_id);
    std::transform(id.begin(), id.end(), id.begin(), [](char it) {
        return it >= 'A' && it <= 'Z' ? static_cast<char>(it - 'A' + 'a') : it;
    });
    return {std::move(id)};
}

Commands enter(const GotoFlowNode& node, const Scope&) {
    if (node.linked) return {on};
    return {leave_failed({"unknown_flow", "the call cannot go on in the flow '" + node.flow_id +
                                              "': there is none, or it leads to too many others"})};
}

std::vector<Leave> exits(const GotoFlowNode& node) {
    if (node.linked) return {on};
    return {leave_failed({})};
}

} // namespace hatif::flow
