#pragma once

#include "flow/answer_node.hpp"
#include "flow/condition_node.hpp"
#include "flow/dial_node.hpp"
#include "flow/dtmf_node.hpp"
#include "flow/goto_flow_node.hpp"
#include "flow/hangup_node.hpp"
#include "flow/http_request_node.hpp"
#include "flow/opt_out_node.hpp"
#include "flow/play_node.hpp"
#include "flow/record_node.hpp"
#include "flow/say_node.hpp"
#include "flow/set_variable_node.hpp"
#include "flow/split_node.hpp"
#include "flow/transfer_node.hpp"

#include <optional>
#include <string_view>
#include <variant>

/// The kinds of node, as one. A new kind is a file of its own and a line in each list here.
namespace hatif::flow {

/// What could not be read: a graph with it is refused.
struct UnknownNode {
    bool operator==(const UnknownNode&) const = default;
};

using Kind = std::variant<UnknownNode,
                          DialNode,
                          AnswerNode,
                          PlayNode,
                          SayNode,
                          DtmfNode,
                          RecordNode,
                          TransferNode,
                          ConditionNode,
                          SetVariableNode,
                          HttpRequestNode,
                          OptOutNode,
                          SplitNode,
                          GotoFlowNode,
                          HangupNode>;

/// Where a call stands in its node. Kinds that go on at once have no state.
using NodeState = std::variant<DialState,
                               AnswerState,
                               PlayState,
                               DtmfState,
                               RecordState,
                               TransferState,
                               HttpRequestState>;

/// No state: the node was passed through.
struct Step {
    std::optional<NodeState> next;
    Commands commands;
};

/// "dial", "play", …: the `type` of the graph. Nothing for what is not known.
std::optional<Kind> read_kind(std::string_view type, ConfigReader& config);

Step enter(const Kind& kind, const Scope& scope);

/// Never throws: an event that the node does not wait for changes nothing.
Step step(const Kind& kind, const NodeState& state, const Event& event, const Scope& scope);

Commands release(const NodeState& state);

/// All the ways that the node can want to leave by, but for the branches of several keys and those
/// by an answer's status.
std::vector<Leave> exits(const Kind& kind);

/// True when it may leave by this output, as a branch.
bool is_branch(const Kind& kind, const Output& output);

/// True when the node waits for something to happen, so that a cycle through it is no endless loop.
bool waits(const Kind& kind);

/// True for the kinds that a flow begins with: one that places the call, or takes it.
bool begins(const Kind& kind);

/// True when something is said, or recorded, in it.
bool uses_line(const Kind& kind);

/// True when it may run while nobody has answered.
bool may_run_unanswered(const Kind& kind);

/// How often the node has asked again.
int tries_of(const NodeState& state);

/// Keys were pressed, and their answer is not whole yet.
bool holds_keys(const NodeState& state);

/// True when keys pressed in it are shown nowhere.
bool is_secret(const Kind& kind);

} // namespace hatif::flow
