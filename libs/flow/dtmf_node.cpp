#include "flow/dtmf_node.hpp"

#include "base/overloaded.hpp"
#include "flow/speak.hpp"

#include <utility>

namespace hatif::flow {

namespace {

/// One step of the node: what it was, and what is to be done before anything else.
struct Turn {
    const DtmfNode& node;
    const Scope& scope;
    int round;
    int tries;
    Commands first{};
};

DtmfStep leave(Turn turn, Leave by) {
    turn.first.emplace_back(std::move(by));
    return {Left{}, std::move(turn.first)};
}

/// Asks for the time `tries`; with nothing to say it listens at once.
DtmfStep ask(Turn turn, const PlayItems& words) {
    const auto [round, tries] = std::pair{turn.round, turn.tries};
    if (words.empty()) {
        turn.first.emplace_back(StartTimer{round, turn.node.timeout});
        return {Listening{round, tries}, std::move(turn.first)};
    }
    Reading reading{turn.scope};
    auto pieces = pieces_of(words, reading);
    for (auto& note : std::move(reading).notes()) turn.first.push_back(std::move(note));
    if (!pieces) return leave(std::move(turn), leave_failed(pieces.error()));
    turn.first.emplace_back(Play{round, std::move(*pieces)});
    return {Asking{round, tries}, std::move(turn.first)};
}

/// The ways on when no answer came: while there were retries, their end is named first.
Leave used_up(const DtmfNode& node, const char* cause) {
    if (node.max_retries == 0) return Leave{{Output{cause}, Output{"onMaxRetries"}}};
    return Leave{{Output{"onMaxRetries"}, Output{cause}}};
}

/// No answer this time: asks again, with `words` before the question, or leaves.
DtmfStep miss(Turn turn, const char* cause, PlayItems words) {
    const auto& node = turn.node;
    if (turn.tries >= node.max_retries) return leave(std::move(turn), used_up(node, cause));
    turn.round += 1;
    turn.tries += 1;
    words.insert(words.end(), node.prompt.begin(), node.prompt.end());
    return ask(std::move(turn), words);
}

DtmfStep refuse(Turn turn) {
    const auto& node = turn.node;
    return miss(std::move(turn), "onInvalid", node.invalid_prompt);
}

Leave answered_by(const std::string& digits) {
    if (digits.empty()) return Leave{{Output{"onSuccess"}}};
    return Leave{{Output{digits}, Output{"onSuccess"}}};
}

DtmfStep accept(Turn turn, const std::string& digits) {
    const auto& node = turn.node;
    if (!node.variable.empty()) {
        turn.first.emplace_back(SetVariable{node.variable, Variable{digits, node.secret}});
    }
    return leave(std::move(turn), answered_by(digits));
}

/// One more of several keys.
DtmfStep collect(Turn turn, std::string digits, char key) {
    const auto& several = *turn.node.several;
    if (key == several.terminator) {
        if (digits.size() < several.least) return refuse(std::move(turn));
        return accept(std::move(turn), digits);
    }
    digits += key;
    if (digits.size() >= several.most) return accept(std::move(turn), digits);
    turn.first.emplace_back(StartTimer{turn.round + 1, several.between});
    return {Collecting{turn.round + 1, turn.tries, std::move(digits)}, std::move(turn.first)};
}

/// A key after those of `digits`; `turn.first` frees what the node was holding.
DtmfStep press(Turn turn, std::string digits, char key) {
    if (turn.node.several) return collect(std::move(turn), std::move(digits), key);
    if (turn.node.allowed_digits.find(key) == std::string::npos) return refuse(std::move(turn));
    return accept(std::move(turn), std::string(1, key));
}

} // namespace

DtmfStep enter(const DtmfNode& node, const Scope& scope) {
    if (!scope.kept_key) return ask({node, scope, 0, 0}, node.prompt);
    return press({node, scope, 0, 0, {TakeKey{*scope.kept_key}}}, {}, *scope.kept_key);
}

DtmfStep
step(const DtmfNode& node, const DtmfState& state, const Event& event, const Scope& scope) {
    const auto turn = [&](const auto& at, Commands first = {}) {
        return Turn{node, scope, at.round, at.tries, std::move(first)};
    };
    const auto table = base::overloaded{
        [&](const Asking& at, const PromptOver& prompt) -> DtmfStep {
            if (prompt.round != at.round) return {at, {}};
            return {Listening{at.round, at.tries}, {StartTimer{at.round, node.timeout}}};
        },
        [&](const Asking& at, const PromptFailed& prompt) -> DtmfStep {
            if (prompt.round != at.round) return {at, {}};
            return leave(turn(at), leave_failed(prompt.why));
        },
        [&](const Asking& at, const KeyPressed& key) -> DtmfStep {
            return press(turn(at, {StopPlaying{at.round}}), {}, key.digit);
        },
        [&](const Listening& at, const KeyPressed& key) -> DtmfStep {
            return press(turn(at, {CancelTimer{at.round}}), {}, key.digit);
        },
        [&](const Listening& at, const TimerFired& timer) -> DtmfStep {
            if (timer.round != at.round) return {at, {}};
            return miss(turn(at), "onTimeout", {});
        },
        [&](const Collecting& at, const KeyPressed& key) -> DtmfStep {
            return press(turn(at, {CancelTimer{at.round}}), at.digits, key.digit);
        },
        [&](const Collecting& at, const TimerFired& timer) -> DtmfStep {
            if (timer.round != at.round) return {at, {}};
            if (at.digits.size() < node.several->least) return refuse(turn(at));
            return accept(turn(at), at.digits);
        },
        [](const auto& unmoved, const auto&) -> DtmfStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const DtmfState& state) {
    const auto table = base::overloaded{
        [](const Asking& at) -> Commands { return {StopPlaying{at.round}}; },
        [](Left) -> Commands { return {}; },
        [](const auto& at) -> Commands { return {CancelTimer{at.round}}; },
    };
    return std::visit(table, state);
}

std::vector<Leave> exits(const DtmfNode& node) {
    std::vector<Leave> all;
    if (node.several) {
        all.push_back(answered_by({}));
    } else {
        for (const char digit : node.allowed_digits) {
            all.push_back(answered_by(std::string(1, digit)));
        }
    }
    all.push_back(used_up(node, "onTimeout"));
    all.push_back(used_up(node, "onInvalid"));
    all.push_back(leave_failed({}));
    return all;
}

bool is_branch(const DtmfNode& node, const Output& output) {
    const auto& digits = output.value();
    if (!node.several) {
        return digits.size() == 1 && node.allowed_digits.find(digits) != std::string::npos;
    }
    const auto& several = *node.several;
    if (digits.size() < std::max<std::size_t>(several.least, 1) || digits.size() > several.most) {
        return false;
    }
    if (digits.find_first_not_of("0123456789*#ABCD") != std::string::npos) return false;
    return !several.terminator || digits.find(*several.terminator) == std::string::npos;
}

} // namespace hatif::flow
