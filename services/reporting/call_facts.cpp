#include "reporting/call_facts.hpp"

#include "reporting/facts.hpp"
#include "rpc/time.hpp"

#include <cctype>
#include <optional>
#include <string>

namespace hatif::reporting {

namespace fact = call::fact;
using base::Result;
using dialer::v1::CallEvent;

namespace {

std::chrono::milliseconds time_of(const google::protobuf::Duration& wire) {
    return std::chrono::floor<std::chrono::milliseconds>(rpc::from_wire(wire));
}

int number(std::uint32_t wire) {
    return static_cast<int>(wire);
}

/// "OUTCOME_NO_ANSWER" is no_answer.
flow::Outcome outcome_of(type::v1::Outcome wire) {
    const std::string prefix = "OUTCOME_";
    std::string name = type::v1::Outcome_Name(wire);
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return flow::outcome_named(name).value_or(flow::Outcome::failed);
}

template <class Enum>
Enum named(const std::string& text, Enum last) {
    for (int at = 0; at <= static_cast<int>(last); ++at) {
        if (to_string(static_cast<Enum>(at)) == text) return static_cast<Enum>(at);
    }
    return last;
}

detection::Verdict verdict_of(const dialer::v1::AmdDecided& wire) {
    detection::Verdict it;
    it.answerer = wire.verdict() == dialer::v1::AmdDecided::VERDICT_MACHINE
                      ? detection::Answerer::machine
                      : detection::Answerer::human;
    it.cause = named(wire.cause(), detection::AmdCause::time_is_up);
    it.delay = time_of(wire.delay());
    it.greeting = time_of(wire.greeting());
    it.words = number(wire.words());
    it.initial_silence = time_of(wire.initial_silence());
    it.last_silence = time_of(wire.last_silence());
    it.beep = wire.beep();
    return it;
}

fact::PromptStarted prompt_of(const dialer::v1::PromptStarted& wire) {
    fact::PromptStarted it{flow::NodeId{wire.node_id()}, {}};
    for (const auto& audio : wire.audio_ids()) it.audios.emplace_back(audio);
    for (const auto& key : wire.spoken_keys()) it.keys.push_back(key);
    for (const auto& text : wire.texts()) it.texts.push_back(text);
    return it;
}

/// A cause of 0 is none.
std::optional<int> cause_of(std::uint32_t wire) {
    return wire == 0 ? std::nullopt : std::optional{number(wire)};
}

/// What becomes of a call: its carrier, its verdict, its end.
std::optional<call::Fact> fact_of_call(const CallEvent& event) {
    switch (event.event_case()) {
    case CallEvent::kDialed:
        return fact::Dialed{};
    case CallEvent::kArrived:
        return fact::Arrived{};
    case CallEvent::kRinging:
        return fact::Ringing{number(event.ringing().sip_code())};
    case CallEvent::kAnswered:
        return fact::Answered{};
    case CallEvent::kAmdDecided:
        return fact::AmdDecided{verdict_of(event.amd_decided())};
    case CallEvent::kBeepAwaited:
        return fact::BeepAwaited{event.beep_awaited().heard(),
                                 time_of(event.beep_awaited().waited())};
    case CallEvent::kHungUp:
        return fact::HungUp{event.hung_up().by() == dialer::v1::HungUp::BY_CALLEE,
                            event.hung_up().reason(), cause_of(event.hung_up().q850())};
    case CallEvent::kFinished:
        return fact::Finished{outcome_of(event.finished().outcome()),
                              event.finished().outcome_reason(),
                              number(event.finished().sip_code()),
                              cause_of(event.finished().q850()), event.finished().variables()};
    default:
        return std::nullopt;
    }
}

/// What happens within a node.
std::optional<call::Fact> fact_of_node(const CallEvent& event) {
    const auto node = [](const auto& wire) { return flow::NodeId{wire.node_id()}; };
    switch (event.event_case()) {
    case CallEvent::kNodeEntered: {
        const auto& it = event.node_entered();
        return fact::NodeEntered{node(it), it.node_type(), flow::Label{it.node_label()},
                                 number(it.index())};
    }
    case CallEvent::kNodeLeft: {
        const auto& it = event.node_left();
        return fact::NodeLeft{node(it), number(it.index()), it.output(), it.error()};
    }
    case CallEvent::kPromptStarted:
        return prompt_of(event.prompt_started());
    case CallEvent::kPromptEnded:
        return fact::PromptEnded{node(event.prompt_ended()), event.prompt_ended().interrupted()};
    case CallEvent::kDigitHeard:
        return fact::DigitHeard{node(event.digit_heard()), event.digit_heard().digit()};
    case CallEvent::kVariableSet: {
        const auto& it = event.variable_set();
        return fact::VariableSet{node(it), it.name(), it.value()};
    }
    case CallEvent::kRecordingEnded: {
        const auto& it = event.recording_ended();
        return fact::Recorded{node(it), it.recording_id(), it.why(), time_of(it.length())};
    }
    case CallEvent::kTransferred: {
        const auto& it = event.transferred();
        return fact::Transferred{node(it), it.to(), it.done(), number(it.sip_code())};
    }
    case CallEvent::kRequested: {
        const auto& it = event.requested();
        return fact::Requested{node(it), it.method(), it.url(), number(it.status()), it.error()};
    }
    case CallEvent::kOptedOut:
        return fact::OptedOut{node(event.opted_out())};
    case CallEvent::kCallError: {
        const auto& it = event.call_error();
        return fact::CallError{node(it), {it.code(), it.message()}};
    }
    default:
        return std::nullopt;
    }
}

std::optional<call::Fact> fact_of(const CallEvent& event) {
    if (event.has_engine_input()) {
        return fact::Input{event.engine_input().kind(), event.engine_input().data()};
    }
    if (event.has_field_read()) {
        const auto& it = event.field_read();
        return fact::FieldRead{it.source(), it.name(), it.value()};
    }
    if (auto of_call = fact_of_call(event)) return of_call;
    return fact_of_node(event);
}

} // namespace

Result<simulation::RecordedCall> facts_of(const std::vector<CallEvent>& events) {
    simulation::RecordedCall recorded;
    std::uint32_t expected = 1;
    for (const auto& event : events) {
        if (event.sequence() >= static_cast<std::uint32_t>(first_late_sequence)) break;
        if (event.sequence() != expected++) {
            return base::fail(base::Errc::conflict,
                              "event " + std::to_string(expected - 1) +
                                  " of the attempt is not there: wait for it, or replay another",
                              "ATTEMPT_NOT_REPLAYABLE");
        }
        if (auto what = fact_of(event)) {
            recorded.push_back({number(event.step()), std::move(*what)});
        }
    }
    return recorded;
}

} // namespace hatif::reporting
