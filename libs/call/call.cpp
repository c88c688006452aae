#include "call/call.hpp"

#include "base/overloaded.hpp"
#include "call/walk.hpp"

namespace hatif::call {

namespace {

/// What the node in which the call waits hears of an event: nothing, when it comes with the ticket
/// of another visit.
std::optional<flow::Event> heard(const State& state, const Event& event) {
    const auto mine = [&](Ticket ticket) { return ticket.visit == state.visits; };
    const auto table = base::overloaded{
        [&](const PromptOver& it) -> std::optional<flow::Event> {
            if (!mine(it.play)) return std::nullopt;
            return flow::PromptOver{it.play.round};
        },
        [&](const PromptFailed& it) -> std::optional<flow::Event> {
            if (!mine(it.play)) return std::nullopt;
            return flow::PromptFailed{it.play.round, it.why};
        },
        [&](const TimerFired& it) -> std::optional<flow::Event> {
            if (!mine(it.timer)) return std::nullopt;
            return flow::TimerFired{it.timer.round};
        },
        [](const KeyPressed& it) -> std::optional<flow::Event> {
            return flow::KeyPressed{it.digit};
        },
        [](const auto&) -> std::optional<flow::Event> { return std::nullopt; },
    };
    return std::visit(table, event);
}

void fire(Walk& walk, const State& state, const TimerFired& it) {
    if (it.timer == whole_call) return walk.end(Outcome::failed, "max_call_duration");
    if (it.timer.visit == state.visits) walk.ring_out();
}

/// After the end only an answer that crossed our CANCEL asks for anything.
Step after_the_end(const State& state, const Event& event) {
    if (state.answered || !std::holds_alternative<Answered>(event)) return {state, {}};
    return {state, {Bye{}}};
}

} // namespace

Step step(const Script& script, const State& state, const Event& event) {
    if (is_over(state)) return after_the_end(state, event);
    Walk walk{script, state, event};
    if (state.steps >= script.limits.steps) {
        walk.end(Outcome::failed, "step_limit_reached");
        return std::move(walk).done(state);
    }
    const auto table = base::overloaded{
        // clang-format off
        [&](const Ready&,   const Begun& with)        { walk.begin(with); },
        [&](const Dialing&, const Ringing& how)       { walk.ring(how); },
        [&](const Dialing&, const Answered&)          { walk.answer(); },
        [&](const Dialing&, const Refused& met)       { walk.refuse(met); },
        [&](const Dialing&, const TimerFired& timer)  { fire(walk, state, timer); },
        [&](const Dialing&, const HungUp&)            { walk.end(Outcome::failed, "line_lost"); },
        [&](const Dialing&, const LineLost& why)      { walk.end(Outcome::failed, why.reason); },
        [&](const Dialing&, const LeaseLost&)         { walk.end(Outcome::failed, "lease_lost"); },
        [&](const Dialing&, const CancelRequested&)   { walk.end(Outcome::cancelled, "cancelled"); },
        [&](const Dialing&, const DrainEnded&)        { walk.end(Outcome::failed, "worker_stopped"); },
        [&](const InFlow&,  const HungUp& how)        { walk.callee_hung_up(how); },
        [&](const InFlow&,  const LineLost& why)      { walk.end(Outcome::failed, why.reason); },
        [&](const InFlow&,  const CancelRequested&)   { walk.end(Outcome::cancelled, "cancelled"); },
        [&](const InFlow&,  const DrainEnded&)        { walk.end(Outcome::failed, "worker_stopped"); },
        [](const Ready&,    const auto&) {},  // not begun
        [](const Dialing&,  const auto&) {},  // out of turn
        [&](const InFlow& at, const auto&) {
            if (event == Event{TimerFired{whole_call}}) {
                walk.end(Outcome::failed, "max_call_duration");
            } else if (const auto what = heard(state, event)) {
                walk.within(at, *what);
            }
        },
        [](const Over&,     const auto&) {},  // seen to above
        // clang-format on
    };
    std::visit(table, state.phase, event);
    return std::move(walk).done(state);
}

bool is_over(const State& state) {
    return std::holds_alternative<Over>(state.phase);
}

} // namespace hatif::call
