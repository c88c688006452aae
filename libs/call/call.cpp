#include "call/call.hpp"

#include "base/overloaded.hpp"
#include "call/walk.hpp"

namespace hatif::call {

namespace {

using Heard = std::optional<flow::Event>;

/// What the node in which the call waits hears of an event: nothing, when it comes with the ticket
/// of another visit.
Heard heard(int visits, const Event& event) {
    const auto table = base::overloaded{
        [&](const PromptOver& it) -> Heard {
            if (it.play.visit != visits) return std::nullopt;
            return flow::PromptOver{it.play.round};
        },
        [&](const PromptFailed& it) -> Heard {
            if (it.play.visit != visits) return std::nullopt;
            return flow::PromptFailed{it.play.round, it.why};
        },
        [&](const TimerFired& it) -> Heard {
            if (it.timer.visit != visits) return std::nullopt;
            return flow::TimerFired{it.timer.round};
        },
        [&](const RecordingOver& it) -> Heard {
            if (it.recording.visit != visits) return std::nullopt;
            return flow::RecordingOver{it.recording.round, it.id,     it.why,
                                       it.spoke,           it.length, it.fault};
        },
        [&](const RequestOver& it) -> Heard {
            if (it.request.visit != visits) return std::nullopt;
            auto taken = bounded(it);
            return flow::RequestOver{it.request.round, it.status, std::move(taken.values),
                                     std::move(taken.fault)};
        },
        [](const TransferOver& it) -> Heard {
            return flow::TransferOver{it.done, it.code};
        },
        [](const KeyPressed& it) -> Heard { return flow::KeyPressed{it.digit}; },
        [](const auto&) -> Heard { return std::nullopt; },
    };
    return std::visit(table, event);
}

void run(Walk& walk, const InFlow& at, const Event& event) {
    if (std::holds_alternative<KeyPressed>(event)) walk.key_decides();
    if (const auto what = heard(walk.visits(), event)) walk.within(at, *what);
}

/// Why an event ends any call that has begun, wherever it stands.
struct End {
    Outcome outcome;
    std::string reason;
};
std::optional<End> end_by(const Event& event) {
    if (std::holds_alternative<CancelRequested>(event)) {
        return End{Outcome::cancelled, "hung_up_on_request"};
    }
    if (std::holds_alternative<DrainEnded>(event)) return End{Outcome::failed, "worker_stopped"};
    if (const auto* it = std::get_if<TimerFired>(&event);
        it != nullptr && it->timer == whole_call) {
        return End{Outcome::failed, "max_call_duration"};
    }
    return std::nullopt;
}

void move(Walk& walk, const Event& event) {
    const auto fired = [](const TimerFired& it, Ticket timer) { return it.timer == timer; };
    const Ticket ring{walk.visits(), 0};
    const auto table = base::overloaded{
        // clang-format off
        [&](const Ready&,        const Begun& with)        { walk.begin(with); },
        [&](const Dialing&,      const Ringing& how)       { walk.ring(how); },
        [&](const Dialing&,      const Answered&)          { walk.answer(); },
        [&](const Dialing&,      const Refused& met)       { walk.refuse(met); },
        [&](const Dialing&,      const TimerFired& timer)  { if (fired(timer, ring)) walk.ring_out(); },
        [&](const Dialing&,      const HungUp&)            { walk.end(Outcome::failed, "line_lost"); },
        [&](const Dialing&,      const LeaseLost&)         { walk.end(Outcome::failed, "lease_lost"); },
        [&](const Answering&,    const Answered&)          { walk.answer(); },
        [&](const Answering&,    const Refused& met)       { walk.refuse(met); },
        [&](const Answering&,    const HungUp& how)        { walk.hung_up(how); },
        [&](const Answering&,    const LeaseLost&)         { walk.end(Outcome::failed, "lease_lost"); },
        [&](const Deciding&,     const AmdDecided& it)     { walk.decide(it); },
        [&](const Deciding&,     const KeyPressed&)        { walk.assume_person(AnsweredBy::keyed); },
        [&](const Deciding&,     const TimerFired& timer)  { if (fired(timer, verdict_due)) walk.assume_person(AnsweredBy::human); },
        [&](const Deciding&,     const HungUp& how)        { walk.hung_up(how); },
        [&](const InFlow&,       const AmdDecided& it)     { walk.decide(it); },
        [&](const InFlow&,       const HungUp& how)        { walk.hung_up(how); },
        [&](const InFlow& at,    const auto&)              { run(walk, at, event); },
        [&](const AwaitingBeep&, const BeepAwaited& it)    { walk.go_on_after(it); },
        [&](const AwaitingBeep&, const TimerFired& timer)  { if (fired(timer, beep_due)) walk.give_up_beep(); },
        [&](const AwaitingBeep&, const HungUp& how)        { walk.hung_up(how); },
        [](const auto&,          const auto&) {},          // late, or out of turn
        // clang-format on
    };
    std::visit(table, walk.phase(), event);
}

/// The call did not come about, or is over: an answer crossed our CANCEL.
bool is_past_answering(const State& state) {
    const bool waits = std::holds_alternative<InFlow>(state.phase); // for a server
    return !state.answered && (waits || is_over(state));
}

} // namespace

Step step(const Script& script, State state, const Event& event) {
    if (is_past_answering(state) && std::holds_alternative<Answered>(event)) {
        return {std::move(state), {Bye{}}};
    }
    if (is_over(state)) return {std::move(state), {}};
    const bool ready = std::holds_alternative<Ready>(state.phase);
    const bool too_many = state.steps >= script.limits.steps;
    Walk walk{script, std::move(state), event};
    if (too_many) {
        walk.hide_key();
        walk.end(Outcome::failed, "step_limit_reached");
    } else if (const auto end = ready ? std::nullopt : end_by(event)) {
        walk.end(end->outcome, end->reason);
    } else if (const auto* lost = std::get_if<LineLost>(&event); lost != nullptr && !ready) {
        walk.line_lost(*lost);
    } else {
        move(walk, event);
    }
    return std::move(walk).done();
}

bool is_over(const State& state) {
    return std::holds_alternative<Over>(state.phase);
}

} // namespace hatif::call
