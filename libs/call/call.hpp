#pragma once

#include "call/command.hpp"
#include "call/state.hpp"
#include "flow/graph.hpp"
#include "flow/limits.hpp"

#include <chrono>
#include <map>
#include <utility>

/// One call's life around its flow.
///
///     ready      -- begun ----------------->  dialing    the call is placed, its timers run
///     ready      -- begun, inbound -------->  answering  the call that came is taken
///     dialing    -- answered -------------->  in flow    by onAnswer; async, or nobody listens
///     dialing    -- answered -------------->  deciding   the dial waits for the verdict
///     dialing    -- refused --------------->  over       after what onBusy, onRejected, … lead to
///     dialing    -- ring timer ------------>  over       cancelled; after what onNoAnswer leads to
///     answering  -- answered -------------->  in flow    by onSuccess
///     answering  -- refused --------------->  over       after what onError leads to
///     dialing, answering -- lease lost ---->  over       cancelled, or refused: failed
///     deciding   -- human, key, timer ----->  in flow    by onAnswer
///     in flow    -- prompt, key, timer, … ->  in flow    as the node says, else over
///     in flow    -- answered ------------->  in flow     hung up: it crossed our CANCEL, and the
///                                                        flow asks a server what to do about that
///     in flow, deciding -- machine -------->  beep       what runs is stopped; by onVoicemail,
///                                                        when something is said there
///     in flow, deciding -- machine -------->  in flow    by onVoicemail, when nothing is said
///                                                        there, or the beep was heard already
///     beep       -- beep awaited, timer --->  in flow
///     any but dialing -- hung up ---------->  over       user_hangup; nothing before an answer
///     any        -- line lost, cancel, drain ended, the whole call's timer -->  over
///     over       -- answered -------------->  over       hung up: it crossed our CANCEL
///
/// A machine that answered is what the dial met, and stays the outcome: voicemail. A key before
/// the verdict makes it a person for good.
///
/// Whatever comes late or out of turn changes nothing and commands nothing. A function of values:
/// `state == fold(step, State{}, events)`.
namespace hatif::call {

/// Bounds that no graph can get around. A bound reached is an outcome: failed, with its reason.
struct Limits {
    int steps = 2'000; ///< events of one call
    int visits_of_a_node = flow::most_visits;
    int visits_in_a_step = 200;          ///< nodes gone through without waiting
    std::size_t variables = 256 * 1'024; ///< bytes of all of them, with their names
    std::chrono::milliseconds length{
        flow::longest_call}; ///< of the whole call, from its first event
    /// How long a dial with `amdMode` "wait" waits for the verdict: what the listening may take,
    /// and a margin. A person is assumed then.
    std::chrono::milliseconds verdict{flow::longest_verdict};
};

/// What conditions on secrets came to, by the step and the node.
using Verdicts = std::map<std::pair<int, flow::NodeId>, bool>;

/// What a call is run by. Does not change while it lasts.
struct Script {
    const flow::Graph& graph;
    const flow::Sources& sources;
    Limits limits{};
    /// Of a call that is had again from its events, which do not tell secrets; null for all others.
    const Verdicts* verdicts = nullptr;
};

struct Step {
    State next;
    Commands commands;
};

/// What happens next. Never throws. Whoever gives the state away (`std::move`) saves a copy of it.
Step step(const Script& script, State state, const Event& event);

bool is_over(const State& state);

} // namespace hatif::call
