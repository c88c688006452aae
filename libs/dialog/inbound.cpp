#include "dialog/inbound.hpp"

#include "base/overloaded.hpp"

namespace hatif::dialog::inbound {

using base::overloaded;

namespace {

constexpr int busy_cause = 17; // Q.850
constexpr int rejected_cause = 21;
constexpr int recovery_on_timer_expiry = 102;
constexpr int incompatible_destination = 88;

/// How a call that was never up counts: by the code that we gave, as if a trunk had given it us.
TellRefused told(int code, std::optional<int> q850 = std::nullopt) {
    return {{.cause = Cause::response, .code = code, .q850 = q850}};
}

Step refuse(int code, std::optional<int> q850 = std::nullopt) {
    return {Over{}, {SendRefusal{code}, told(code, q850), Forget{}}};
}

Step accept(AcceptAsked asked) {
    if (asked.has_media) return {Accepted{}, {SendOk{}, StartTimer{Timer::guard}}};
    return {Over{},
            {SendRefusal{488}, TellRefused{{.cause = Cause::media, .code = 488}}, Forget{}}};
}

Step wait(Waiting at) {
    if (at.ringing) return refuse(480);
    return {Waiting{true}, {SendRinging{}, StartTimer{Timer::guard}}};
}

template <class... Told>
Step drop(int q850, Told... last_words) {
    return {HandedOver{}, {BeginSession{}, DropSession{q850}, std::move(last_words)...}};
}

Step establish(Acknowledged ack) {
    if (ack.has_media) return {HandedOver{}, {BeginSession{}, TellAnswered{}}};
    return drop(incompatible_destination, TellRefused{{.cause = Cause::media, .code = 200}});
}

Step give_up() {
    return drop(recovery_on_timer_expiry, TellRefused{{.cause = Cause::timeout}});
}

} // namespace

int refusal_of_cause(int q850) {
    if (q850 == busy_cause) return 486;
    return q850 == rejected_cause ? 603 : 480;
}

Step step(const State& state, const Event& event) {
    // clang-format off
    const auto table = overloaded{
        [](Arrived, Heard) { return Step{Waiting{}, {SendTrying{}, StartTimer{Timer::ring}}}; },

        [](Waiting, AcceptAsked it)    { return accept(it); },
        [](Waiting, RefuseAsked it)    { return Step{Over{}, {SendRefusal{it.code}, Forget{}}}; },
        [](Waiting, HangUpAsked it)    { return refuse(refusal_of_cause(it.q850)); },
        [](Waiting, CancelReceived it) { return refuse(487, it.q850); },
        [](Waiting, ByeReceived it)    { return refuse(487, it.q850); },
        [](Waiting at, TimerFired)     { return wait(at); },

        [](Accepted, Acknowledged it) { return establish(it); },
        [](Accepted, AckMissing)      { return give_up(); },
        [](Accepted, TimerFired)      { return give_up(); },
        [](Accepted, ByeReceived it)  { return Step{Over{}, {told(487, it.q850), Forget{}}}; },
        [](Accepted, HangUpAsked)     { return Step{Unwanted{}, {told(480)}}; },

        [](Unwanted, Acknowledged) { return drop(16); },
        [](Unwanted, AckMissing)   { return drop(recovery_on_timer_expiry); },
        [](Unwanted, TimerFired)   { return drop(recovery_on_timer_expiry); },
        [](Unwanted, ByeReceived)  { return Step{Over{}, {Forget{}}}; },

        [](HandedOver, HangUpAsked it) { return Step{HandedOver{}, {HangUp{it.q850}}}; },
        [](HandedOver, SessionOver)    { return Step{Over{}, {Forget{}}}; },

        [](const auto& same, const auto&) { return Step{same, {}}; },
    };
    // clang-format on
    return std::visit(table, state, event);
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = overloaded{
        [&](SendTrying) { out << "send trying"; },
        [&](SendRinging) { out << "send ringing"; },
        [&](SendOk) { out << "send ok"; },
        [&](SendRefusal it) { out << "send refusal " << it.code; },
        [&](BeginSession) { out << "begin session"; },
        [&](DropSession it) { out << "drop session " << it.q850; },
        [&](HangUp it) { out << "hang up " << it.q850; },
        [&](StartTimer it) {
            out << "start timer " << (it.which == Timer::ring ? "ring" : "guard");
        },
        [&](const auto& told) { out << dialog::Command{told}; },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::dialog::inbound
