#pragma once

#include "flow/words.hpp"

#include <chrono>
#include <variant>
#include <vector>

/// A `dial` node places the call and waits for what becomes of it. Always a flow's first node.
///
///     calling  -- answered --------->  left by onAnswer
///     calling  -- refused ---------->  left by onBusy, onRejected, onNoAnswer or onError
///     calling  -- ring timer ------->  left by onNoAnswer     the call is cancelled
///
/// Answers and refusals come from the call (libs/call), which knows the SIP leg; the node itself
/// decides which output they take.
namespace hatif::flow {

class ConfigReader;

struct DialNode {
    std::chrono::milliseconds timeout{30'000}; // how long it may ring
    bool enable_amd = true;                    // listen whether a machine answered
    bool waits_for_amd = false; // "wait": after the verdict; else "async": the flow starts at once

    bool operator==(const DialNode&) const = default;
};

struct Calling {
    bool operator==(const Calling&) const = default;
};
using DialState = std::variant<Calling>;

struct DialStep {
    DialState next;
    Commands commands;
};

DialNode read_dial(ConfigReader& config);

/// The first step: place the call.
DialStep enter(const DialNode& node, const Scope& scope);

/// Where the flow goes on after a dial that met this; `completed` stands for an answer.
Leave leave_after(Outcome met, std::optional<Fault> why = {});

/// The calls of `leave_after` that this node can make.
std::vector<Leave> exits(const DialNode& node);

} // namespace hatif::flow
