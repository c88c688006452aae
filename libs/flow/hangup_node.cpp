#include "flow/hangup_node.hpp"

#include "flow/config_reader.hpp"

namespace hatif::flow {

HangupNode read_hangup(ConfigReader& config) {
    HangupNode node;
    node.reason = config.text("reason");
    node.type = config.choice("hangupType", {"normal", "busy", "rejected"});
    node.outcome = config.outcome("outcome");
    return node;
}

Commands enter(const HangupNode& node, const Scope&) {
    return {HangUp{node.reason, node.type, node.outcome}};
}

} // namespace hatif::flow
