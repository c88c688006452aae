#pragma once

#include "call/event.hpp"
#include "flow/node.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>

namespace hatif::call {

// clang-format off

/// Not begun.
struct Ready   {                                        bool operator==(const Ready&)   const = default; };
/// The INVITE is out, from this node.
struct Dialing { flow::NodeId at;                       bool operator==(const Dialing&) const = default; };
/// Answered, and the flow waits in this node.
struct InFlow  { flow::NodeId at; flow::NodeState node; bool operator==(const InFlow&)  const = default; };
/// The end; nothing changes any more.
struct Over    { Outcome outcome; std::string reason;   bool operator==(const Over&)    const = default; };

// clang-format on

using Phase = std::variant<Ready, Dialing, InFlow, Over>;

/// Where one call stands. The whole of it: two equal states go on alike, and a state that was
/// written and read again goes on as if nothing had been.
struct State {
    Phase phase = Ready{};
    int steps = 0;  ///< events that moved the call
    int visits = 0; ///< nodes entered
    std::map<flow::NodeId, int> visits_of{};
    flow::Variables variables{};
    std::optional<char> kept_key{};
    bool rang = false;
    bool answered = false;
    /// What the dial met, when that was not an answer. It stays the call's outcome.
    std::optional<Refused> met{};

    bool operator==(const State&) const = default;
};

} // namespace hatif::call
