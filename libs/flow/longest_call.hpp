#pragma once

#include "flow/stay.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace hatif::flow {

/// What no call through a graph can outlast.
struct LongestCall {
    /// From the dial, or from the call that came, to the end. Every visit that the engine's limits
    /// allow is counted. Not whole: something is said whose length nobody knows.
    Stay length;
    /// The cycle that takes most of it, as places in the graph; empty, when there is none.
    std::vector<std::size_t> cycle{};
    std::chrono::milliseconds in_cycle{0};
};

/// Of a graph without errors that begins with a dial or an answer; linked, where it goes on with
/// other flows.
LongestCall longest_call_of(const Graph& graph, const Known& known);

/// Puts the bound into `Problems::longest_call`, or warns that only the engine's limit ends a call:
/// unbounded_call names a cycle, long_call a way that is too long without one.
void examine_length(const Graph& graph, const Known& known, Problems& found);

} // namespace hatif::flow
