#include "flow/dtmf_node.hpp"

#include "base/overloaded.hpp"
#include "flow/config_reader.hpp"

#include <utility>

namespace hatif::flow {

using namespace std::chrono_literals;

namespace {

/// Asks for the time `round`; with nothing to say it listens at once.
DtmfStep ask(const DtmfNode& node, int round, Prompts words, Commands first = {}) {
    if (words.empty()) {
        first.emplace_back(StartTimer{round, node.timeout});
        return {Listening{round}, std::move(first)};
    }
    first.emplace_back(Play{round, std::move(words)});
    return {Asking{round}, std::move(first)};
}

DtmfStep leave(Leave by, Commands first) {
    first.emplace_back(std::move(by));
    return {Left{}, std::move(first)};
}

/// The ways on when no answer came: while there were retries, their end is named first.
Leave used_up(const DtmfNode& node, const char* cause) {
    if (node.max_retries == 0) return Leave{{Output{cause}}};
    return Leave{{Output{"onMaxRetries"}, Output{cause}}};
}

/// No answer this time: asks again, with `words` before the question, or leaves.
DtmfStep miss(const DtmfNode& node, int round, const char* cause, Prompts words, Commands first) {
    if (round >= node.max_retries) return leave(used_up(node, cause), std::move(first));
    words.insert(words.end(), node.prompt.begin(), node.prompt.end());
    return ask(node, round + 1, std::move(words), std::move(first));
}

Leave answered_by(char digit) {
    return Leave{{Output{std::string(1, digit)}, Output{"onSuccess"}}};
}

/// A key ends the wait; `first` frees what the node was holding, the prompt or the timer.
DtmfStep press(const DtmfNode& node, int round, char digit, Commands first) {
    if (node.allowed_digits.find(digit) == std::string::npos) {
        return miss(node, round, "onInvalid", node.invalid_prompt, std::move(first));
    }
    if (!node.variable.empty()) {
        first.emplace_back(
            SetVariable{node.variable, Variable{std::string(1, digit), node.secret}});
    }
    return leave(answered_by(digit), std::move(first));
}

} // namespace

DtmfNode read_dtmf(ConfigReader& config) {
    DtmfNode node;
    config.only("mode", "single_digit");
    node.variable = config.text("variable");
    node.timeout = config.milliseconds("timeout", node.timeout, {1ms, 10min});
    if (auto inner = config.object("singleDigitConfig")) {
        node.allowed_digits = inner->digits("allowedDigits", node.allowed_digits);
    }
    if (auto inner = config.object("retry")) {
        node.max_retries = inner->integer("maxRetries", node.max_retries, {0, 20});
    }
    node.prompt = config.prompts("prompt", ConfigReader::Need::optional);
    node.invalid_prompt = config.prompts("invalidPrompt", ConfigReader::Need::optional);
    node.secret = config.flag("secret", node.secret);
    return node;
}

DtmfStep enter(const DtmfNode& node, const Scope& scope) {
    if (scope.kept_key) return press(node, 0, *scope.kept_key, {TakeKey{*scope.kept_key}});
    return ask(node, 0, node.prompt);
}

DtmfStep step(const DtmfNode& node, const DtmfState& state, const Event& event) {
    const auto table = base::overloaded{
        [&](Asking at, PromptOver prompt) -> DtmfStep {
            if (prompt.round != at.round) return {at, {}};
            return {Listening{at.round}, {StartTimer{at.round, node.timeout}}};
        },
        [&](Asking at, const PromptFailed& prompt) -> DtmfStep {
            if (prompt.round != at.round) return {at, {}};
            return leave(leave_failed(prompt.why), {});
        },
        [&](Asking at, KeyPressed key) -> DtmfStep {
            return press(node, at.round, key.digit, {StopPlaying{at.round}});
        },
        [&](Listening at, KeyPressed key) -> DtmfStep {
            return press(node, at.round, key.digit, {CancelTimer{at.round}});
        },
        [&](Listening at, TimerFired timer) -> DtmfStep {
            if (timer.round != at.round) return {at, {}};
            return miss(node, at.round, "onTimeout", {}, {});
        },
        [](const auto& unmoved, const auto&) -> DtmfStep {
            return {unmoved, {}};
        },
    };
    return std::visit(table, state, event);
}

Commands release(const DtmfState& state) {
    const auto table = base::overloaded{
        [](Asking at) -> Commands { return {StopPlaying{at.round}}; },
        [](Listening at) -> Commands { return {CancelTimer{at.round}}; },
        [](Left) -> Commands { return {}; },
    };
    return std::visit(table, state);
}

std::vector<Leave> exits(const DtmfNode& node) {
    std::vector<Leave> all;
    for (const char digit : node.allowed_digits) all.push_back(answered_by(digit));
    all.push_back(used_up(node, "onTimeout"));
    all.push_back(used_up(node, "onInvalid"));
    all.push_back(leave_failed({}));
    return all;
}

} // namespace hatif::flow
