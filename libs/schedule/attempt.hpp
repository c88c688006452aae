#pragma once

#include "schedule/outcome.hpp"

#include <ostream>
#include <string>
#include <string_view>
#include <variant>

/// One attempt to call one person, from the lease to the end.
///
///     leased   -- asked to start ---------->  started     execution runs, inside its hours: yes
///     leased   -- asked to start ---------->  ready       paused: goes back
///     leased   -- asked to start ---------->  skipped     cancelled or stopped
///     started  -- asked to start ---------->  started     a repeat gets the same answer
///     both     -- returned not dialled ---->  ready       or skipped, when the execution was ended
///     leased   -- lease ran out ----------->  ready       or skipped; no INVITE can have left
///     started  -- lease ran out ----------->  ended       failed, worker_lost
///     started  -- answered ---------------->  started     with answered noted
///     both     -- finished ---------------->  ended       by the dialer's word
///
/// `ready`, `skipped` and `ended` are ends of this lease: the row is gone, and what comes later is
/// late and changes nothing. Started means that an INVITE may have left: from there no way leads
/// back but the worker's own word that none did.
namespace hatif::schedule {

/// What the execution says of its calls at this moment.
enum class Gate {
    open,    ///< running, inside its hours
    paused,  ///< paused, before its start, or outside its hours: wait
    ended,   ///< cancelled or completed: never
    stopped, ///< its stopAt has come: never
};

constexpr bool is_over(Gate gate) {
    return gate == Gate::ended || gate == Gate::stopped;
}

/// Why those who wait are not called once it is over: "skipped_cancelled", "skipped_stopped".
std::string_view skip_reason(Gate gate);

// clang-format off

struct Leased  {                          bool operator==(const Leased&)  const = default; };
struct Started { bool answered = false;   bool operator==(const Started&) const = default; };
struct Ready   {                          bool operator==(const Ready&)   const = default; };
struct Skipped { std::string reason;      bool operator==(const Skipped&) const = default; };
struct Ended   { Outcome outcome; std::string reason; bool answered = false;
                                          bool operator==(const Ended&)   const = default; };
using AttemptState = std::variant<Leased, Started, Ready, Skipped, Ended>;

struct AskedToStart { Gate gate; };
struct Returned     { Gate gate; };
struct LeaseRanOut  { Gate gate; };
struct Answered     {};
struct Finished     { Outcome outcome; std::string reason; };
using AttemptEvent = std::variant<AskedToStart, Returned, LeaseRanOut, Answered, Finished>;

// clang-format on

AttemptState step(const AttemptState& state, const AttemptEvent& event);

std::ostream& operator<<(std::ostream& out, const AttemptState& state);

} // namespace hatif::schedule
