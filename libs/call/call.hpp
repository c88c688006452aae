#pragma once

#include "call/command.hpp"
#include "call/state.hpp"
#include "flow/graph.hpp"

#include <chrono>

/// One call's life around its flow.
///
///     ready    -- begun ------------------>  dialing   the call is placed, its timers run
///     dialing  -- answered --------------->  in flow   by onAnswer
///     dialing  -- refused ---------------->  over      after what onBusy, onRejected, … lead to
///     dialing  -- ring timer ------------->  over      cancelled; after what onNoAnswer leads to
///     dialing  -- lease lost, cancel ----->  over      cancelled: failed / lease_lost, cancelled
///     in flow  -- prompt, key, timer ----->  in flow   as the node says, else over
///     in flow  -- callee hung up --------->  over      user_hangup
///     in flow  -- line lost -------------->  over      failed
///     in flow  -- cancel ----------------->  over      cancelled, hung up; a lost lease changes
///     nothing both     -- whole call's timer ----->  over      failed / max_call_duration both --
///     drain ended ------------>  over      failed / worker_stopped over     -- answered
///     --------------->  over      hung up: the answer crossed our CANCEL
///
/// Whatever comes late or out of turn changes nothing and commands nothing. A function of values:
/// `state == fold(step, State{}, events)`.
namespace hatif::call {

/// Bounds that no graph can get around. A bound reached is an outcome: failed, with its reason.
struct Limits {
    int steps = 2'000; ///< events of one call
    int visits_of_a_node = 100;
    int visits_in_a_step = 200;                ///< nodes gone through without waiting
    std::size_t variables = 256 * 1'024;       ///< bytes of all of them, with their names
    std::chrono::milliseconds length{600'000}; ///< of the whole call, from its first event
};

/// What a call is run by. Does not change while it lasts.
struct Script {
    const flow::Graph& graph;
    const flow::Sources& sources;
    Limits limits{};
};

struct Step {
    State next;
    Commands commands;
};

/// What happens next. Never throws.
Step step(const Script& script, const State& state, const Event& event);

bool is_over(const State& state);

} // namespace hatif::call
