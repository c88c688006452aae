#include "call/event.hpp"

#include "base/overloaded.hpp"

#include <fmt/format.h>

#include <array>

namespace hatif::call {

using flow::json_text;

namespace {

constexpr std::array<std::string_view, std::variant_size_v<Event>> kinds{
    "begun",          "ringing",       "answered",    "refused",     "prompt_over",
    "prompt_failed",  "key_pressed",   "timer_fired", "amd_decided", "beep_awaited",
    "recording_over", "transfer_over", "hung_up",     "line_lost",   "cancel_requested",
    "lease_lost",     "drain_ended",
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

} // namespace

std::ostream& operator<<(std::ostream& out, const Ticket& ticket) {
    return out << ticket.visit << '.' << ticket.round;
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
        [](const HungUp& it) {
            return fmt::format(R"({{"reason":{},"q850":{}}})", json_text(it.reason),
                               cause(it.q850));
        },
        [](const LineLost& it) { return fmt::format(R"({{"reason":{}}})", json_text(it.reason)); },
        [](const auto&) { return std::string{"{}"}; },
    };
    return std::visit(table, event);
}

} // namespace hatif::call
