#include "flow/node.hpp"

#include "base/overloaded.hpp"

namespace hatif::flow {

using base::overloaded;

namespace {

template <class KindStep>
Step lifted(KindStep step) {
    return {NodeState{std::move(step.next)}, std::move(step.commands)};
}

/// Of a kind that goes on at once.
Step lifted(Commands commands) {
    return {std::nullopt, std::move(commands)};
}

} // namespace

std::optional<Kind> read_kind(std::string_view type, ConfigReader& config) {
    if (type == "dial") return read_dial(config);
    if (type == "answer") return read_answer(config);
    if (type == "play") return read_play(config);
    if (type == "say") return read_say(config);
    if (type == "dtmf") return read_dtmf(config);
    if (type == "record") return read_record(config);
    if (type == "transfer") return read_transfer(config);
    if (type == "condition") return read_condition_node(config);
    if (type == "set_variable") return read_set_variable(config);
    if (type == "http_request") return read_http_request(config);
    if (type == "opt_out") return read_opt_out(config);
    if (type == "split") return read_split(config);
    if (type == "goto_flow") return read_goto_flow(config);
    if (type == "hangup") return read_hangup(config);
    return std::nullopt;
}

Step enter(const Kind& kind, const Scope& scope) {
    const auto table = overloaded{
        [](const UnknownNode&) -> Step {
            return {std::nullopt,
                    {leave_failed({"unknown_node_type", "the node has no known type"})}};
        },
        [&](const auto& node) -> Step { return lifted(enter(node, scope)); },
    };
    return std::visit(table, kind);
}

Step step(const Kind& kind, const NodeState& state, const Event& event, const Scope& scope) {
    const auto table = overloaded{
        [&](const PlayNode& node, const PlayState& at) { return lifted(step(node, at, event)); },
        [&](const SayNode& node, const PlayState& at) { return lifted(step(node, at, event)); },
        [&](const HttpRequestNode& node, const HttpRequestState& at) {
            return lifted(step(node, at, event));
        },
        [&](const DtmfNode& node, const DtmfState& at) {
            return lifted(step(node, at, event, scope));
        },
        [&](const RecordNode& node, const RecordState& at) {
            return lifted(step(node, at, event));
        },
        [&](const TransferNode& node, const TransferState& at) {
            return lifted(step(node, at, event));
        },
        [](const auto&, const auto& unmoved) {
            return Step{NodeState{unmoved}, {}};
        },
    };
    return std::visit(table, kind, state);
}

Commands release(const NodeState& state) {
    const auto table = overloaded{
        [](const DialState&) -> Commands { return {CancelTimer{0}}; },
        [](const AnswerState&) -> Commands { return {}; },
        [](const auto& at) -> Commands { return release(at); },
    };
    return std::visit(table, state);
}

std::vector<Leave> exits(const Kind& kind) {
    const auto table = overloaded{
        [](const UnknownNode&) -> std::vector<Leave> { return {}; },
        [](const HangupNode&) -> std::vector<Leave> { return {}; },
        [](const auto& node) -> std::vector<Leave> { return exits(node); },
    };
    return std::visit(table, kind);
}

bool is_branch(const Kind& kind, const Output& output) {
    if (const auto* node = std::get_if<DtmfNode>(&kind)) return is_branch(*node, output);
    const auto* node = std::get_if<HttpRequestNode>(&kind);
    return node != nullptr && is_branch(*node, output);
}

bool waits(const Kind& kind) {
    const auto table = overloaded{
        [](const SetVariableNode&) { return false; }, [](const ConditionNode&) { return false; },
        [](const OptOutNode&) { return false; },      [](const SplitNode&) { return false; },
        [](const GotoFlowNode&) { return false; },    [](const auto&) { return true; },
    };
    return std::visit(table, kind);
}

bool begins(const Kind& kind) {
    return std::holds_alternative<DialNode>(kind) || std::holds_alternative<AnswerNode>(kind);
}

bool uses_line(const Kind& kind) {
    if (const auto* dtmf = std::get_if<DtmfNode>(&kind)) return !dtmf->prompt.empty();
    return std::holds_alternative<PlayNode>(kind) || std::holds_alternative<SayNode>(kind) ||
           std::holds_alternative<RecordNode>(kind);
}

bool may_run_unanswered(const Kind& kind) {
    const auto table = overloaded{
        [](const PlayNode&) { return false; },   [](const DtmfNode&) { return false; },
        [](const RecordNode&) { return false; }, [](const TransferNode&) { return false; },
        [](const SayNode&) { return false; },    [](const auto&) { return true; },
    };
    return std::visit(table, kind);
}

int tries_of(const NodeState& state) {
    const auto* dtmf = std::get_if<DtmfState>(&state);
    const auto table = overloaded{
        [](Left) { return 0; },
        [](const auto& at) { return at.tries; },
    };
    return dtmf == nullptr ? 0 : std::visit(table, *dtmf);
}

bool holds_keys(const NodeState& state) {
    const auto* dtmf = std::get_if<DtmfState>(&state);
    return dtmf != nullptr && std::holds_alternative<Collecting>(*dtmf);
}

bool is_secret(const Kind& kind) {
    const auto* node = std::get_if<DtmfNode>(&kind);
    return node != nullptr && node->secret;
}

} // namespace hatif::flow
