#pragma once

#include "call/call.hpp"
#include "simulation/coverage.hpp"
#include "simulation/heard.hpp"
#include "simulation/run.hpp"
#include "simulation/scenario.hpp"

namespace hatif::simulation {

/// Where and with whom a flow is tried; a graph that goes on with others is linked before
/// (flow/link.hpp).
struct Trial {
    const flow::Graph& graph;
    const flow::Sources& sources;
    flow::Variables variables{};
    Lookup lookup{};
    call::Limits limits{};
    std::size_t most_kept = 500; ///< visits, and plays, that a run tells of; the first ones
};

/// One call through the engine that makes the calls, in virtual time and without effects:
///
///     the carrier   rings, answers, refuses as the script says, else lets it ring
///     the person    does the script, step by step, then nothing more
///     a prompt      takes as long as its pieces
///     the listening finds a person after 1.5 s, unless the script has another verdict
///     a beep        comes 2 s after it is waited for, unless the machine has none
///     a recording   ends by its silence, its length or its key
///     a transfer    is taken over after a second, unless the script says what comes of it
///     a server      answers after 0.2 s what the script has for it, else the request is refused
///
/// A call that came (`answer`) is answered at once. What comes at the same time comes in the order
/// script, prompt, verdict, beep, recording, transfer, server, timer. It ends: the call's own timer
/// runs.
Run simulate(const Trial& trial, const Scenario& scenario, Coverage& coverage);

} // namespace hatif::simulation
