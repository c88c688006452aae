#include "flow/hangup_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

namespace {

constexpr std::size_t longest_reason = 255;

} // namespace

HangupNode read_hangup(ConfigReader& config) {
    HangupNode node;
    node.reason = config.text("reason", ConfigReader::Need::optional, longest_reason);
    node.type = config.choice("hangupType", {"normal", "busy", "rejected"});
    node.outcome = config.outcome("outcome");
    return node;
}

Commands enter(const HangupNode& node, const Scope&) {
    return {HangUp{node.reason, node.type, node.outcome}};
}

} // namespace hatif::flow
