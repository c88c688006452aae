#include "call/event.hpp"

#include "base/overloaded.hpp"
#include "flow/number_text.hpp"

#include <fmt/format.h>

#include <array>

namespace hatif::call {

using flow::json_text;

namespace {

constexpr std::size_t most_values = 64 * 1'024; // bytes

constexpr std::array<std::string_view, std::variant_size_v<Event>> kinds{
    "begun",        "ringing",       "answered",       "refused",
    "prompt_over",  "prompt_failed", "key_pressed",    "timer_fired",
    "amd_decided",  "beep_awaited",  "recording_over", "transfer_over",
    "request_over", "hung_up",       "line_lost",      "cancel_requested",
    "lease_lost",   "drain_ended",
};

std::string cause(const std::optional<int>& q850) {
    return q850 ? std::to_string(*q850) : "null";
}

std::string verdict_json(const detection::Verdict& it) {
    return fmt::format(R"({{"verdict":"{}","cause":"{}","delayMs":{},"greetingMs":{},"words":{},)"
                       R"("initialSilenceMs":{},"lastSilenceMs":{},"beep":{}}})",
                       to_string(it.answerer), to_string(it.cause), it.delay.count(),
                       it.greeting.count(), it.words, it.initial_silence.count(),
                       it.last_silence.count(), it.beep);
}

std::string recording_json(const RecordingOver& it) {
    std::string all = fmt::format(
        R"({{"visit":{},"round":{},"id":{},"why":{},"spoke":{},"lengthMs":{})", it.recording.visit,
        it.recording.round, json_text(it.id), json_text(it.why), it.spoke, it.length.count());
    if (it.fault) {
        all += fmt::format(R"(,"code":{},"message":{})", json_text(it.fault->code),
                           json_text(it.fault->what));
    }
    return all + '}';
}

/// Of a value that is shown nowhere, its kind: what a flow computes of it may differ by that.
std::string kind_json(const flow::Value& value) {
    if (std::holds_alternative<flow::Null>(value)) return "null";
    if (flow::as_number(value)) return R"({"secret":"number"})";
    const bool flag = std::holds_alternative<bool>(value);
    return flag ? R"({"secret":"boolean"})" : R"({"secret":"text"})";
}

std::string request_json(const RequestOver& it, const std::vector<bool>& hidden) {
    std::string values;
    for (std::size_t i = 0; i < it.values.size(); ++i) {
        if (i > 0) values += ',';
        const bool hides = i < hidden.size() && hidden[i];
        values += hides ? kind_json(it.values[i]) : flow::to_exact_json(it.values[i]);
    }
    std::string all = fmt::format(R"({{"visit":{},"round":{},"status":{},"values":[{}])",
                                  it.request.visit, it.request.round, it.status, values);
    if (it.fault) {
        all += fmt::format(R"(,"code":{},"message":{})", json_text(it.fault->code),
                           json_text(it.fault->what));
    }
    return all + '}';
}

} // namespace

std::ostream& operator<<(std::ostream& out, const Ticket& ticket) {
    return out << ticket.visit << '.' << ticket.round;
}

RequestOver bounded(RequestOver event) {
    std::size_t bytes = 0;
    for (const auto& value : event.values) {
        if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
    }
    if (bytes > most_values) {
        event.values.clear();
        event.fault = {"answer_too_large", "the values of the answer have more than 64 KiB"};
    }
    return event;
}

std::string_view kind_of(const Event& event) {
    return kinds[event.index()];
}

std::string data_of(const Event& event) {
    const auto table = base::overloaded{
        [](const Begun& it) {
            std::string all;
            if (it.inbound) all += R"("inbound":true)";
            if (!it.variables.empty()) {
                if (!all.empty()) all += ',';
                all += R"("variables":)" + flow::shown(it.variables);
            }
            return '{' + all + '}';
        },
        [](const Ringing& it) { return fmt::format(R"({{"sipCode":{}}})", it.sip_code); },
        [](const Refused& it) {
            return fmt::format(R"({{"outcome":"{}","reason":{},"sipCode":{},"q850":{}}})",
                               flow::to_string(it.outcome), json_text(it.reason), it.sip_code,
                               cause(it.q850));
        },
        [](const PromptOver& it) {
            return fmt::format(R"({{"visit":{},"round":{}}})", it.play.visit, it.play.round);
        },
        [](const PromptFailed& it) {
            return fmt::format(R"({{"visit":{},"round":{},"code":{},"message":{}}})", it.play.visit,
                               it.play.round, json_text(it.why.code), json_text(it.why.what));
        },
        [](const KeyPressed& it) { return fmt::format(R"({{"digit":"{}"}})", it.digit); },
        [](const TimerFired& it) {
            return fmt::format(R"({{"visit":{},"round":{}}})", it.timer.visit, it.timer.round);
        },
        [](const AmdDecided& it) { return verdict_json(it.verdict); },
        [](const BeepAwaited& it) {
            return fmt::format(R"({{"heard":{},"waitedMs":{}}})", it.heard, it.waited.count());
        },
        [](const RecordingOver& it) { return recording_json(it); },
        [](const TransferOver& it) {
            return fmt::format(R"({{"done":{},"code":{}}})", it.done, it.code);
        },
        [](const RequestOver& it) { return request_json(it, {}); },
        [](const HungUp& it) {
            return fmt::format(R"({{"reason":{},"q850":{}}})", json_text(it.reason),
                               cause(it.q850));
        },
        [](const LineLost& it) { return fmt::format(R"({{"reason":{}}})", json_text(it.reason)); },
        [](const auto&) { return std::string{"{}"}; },
    };
    return std::visit(table, event);
}

std::string data_of(const RequestOver& event, const std::vector<bool>& hidden) {
    return request_json(event, hidden);
}

} // namespace hatif::call
