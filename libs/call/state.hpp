#pragma once

#include "call/event.hpp"
#include "flow/node.hpp"

#include <boost/container/flat_map.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hatif::call {

// clang-format off

/// Not begun.
struct Ready        {                                        bool operator==(const Ready&)        const = default; };
/// The INVITE is out, from this node.
struct Dialing      { flow::NodeId at;                       bool operator==(const Dialing&)      const = default; };
/// A call came, and this node takes it.
struct Answering    { flow::NodeId at;                       bool operator==(const Answering&)    const = default; };
/// Answered, and the dial at this node waits to hear by whom.
struct Deciding     { flow::NodeId at;                       bool operator==(const Deciding&)     const = default; };
/// Answered, and the flow waits in this node.
struct InFlow       { flow::NodeId at; flow::NodeState node; bool operator==(const InFlow&)       const = default; };
/// A machine answered; behind its beep the flow goes on with this node.
struct AwaitingBeep { flow::NodeId next;                     bool operator==(const AwaitingBeep&) const = default; };
/// The end; nothing changes any more.
struct Over         { Outcome outcome; std::string reason;   bool operator==(const Over&)         const = default; };

// clang-format on

using Phase = std::variant<Ready, Dialing, Answering, Deciding, InFlow, AwaitingBeep, Over>;

/// What is known of who answered.
enum class AnsweredBy {
    nobody_asked, ///< the dial does not want to know
    awaited,      ///< the verdict is to come
    keyed,        ///< a key came before the verdict: a person, whatever it will be
    human,
    machine,
};

/// "nobody_asked", "awaited", …
std::string_view to_string(AnsweredBy answerer);
std::optional<AnsweredBy> answered_by_named(std::string_view text);

/// How often each node was entered, by its place in the graph: a few bytes a node, as many calls
/// wait at once.
using Visits = boost::container::flat_map<std::uint16_t, std::uint16_t>;

/// Where one call stands. The whole of it: two equal states go on alike, and a state that was
/// written and read again goes on as if nothing had been.
struct State {
    Phase phase = Ready{};
    int steps = 0;  ///< events that moved the call
    int visits = 0; ///< nodes entered
    Visits visits_of{};
    flow::Variables variables{};
    std::optional<char> kept_key{};
    bool inbound = false;
    bool rang = false;
    bool answered = false;
    bool transferred = false; ///< to another number; what the other side does now ends it well
    AnsweredBy answered_by = AnsweredBy::nobody_asked;
    /// What the dial met, when that was no person. It stays the call's outcome.
    std::optional<Refused> met{};

    bool operator==(const State&) const = default;
};

} // namespace hatif::call
