#pragma once

#include "call/fact.hpp"

#include <chrono>
#include <ostream>
#include <variant>
#include <vector>

/// What a call wants done, in order. The worker does it and decides nothing.
namespace hatif::call {

// clang-format off

struct PlaceCall   { bool amd;                                bool operator==(const PlaceCall&)   const = default; };
/// Before the answer: take the INVITE back. A call that is answered meanwhile is hung up.
struct CancelCall  {                                          bool operator==(const CancelCall&)  const = default; };
struct Bye         {                                          bool operator==(const Bye&)         const = default; };
struct Play        { Ticket play; flow::Pieces pieces;        bool operator==(const Play&)        const = default; };
struct StopPlaying {                                          bool operator==(const StopPlaying&) const = default; };
struct StartTimer  { Ticket timer; std::chrono::milliseconds after;
                                                              bool operator==(const StartTimer&)  const = default; };
struct CancelTimer { Ticket timer;                            bool operator==(const CancelTimer&) const = default; };
/// `step` numbers the event that the fact is, or follows from.
struct Publish     { int step; Fact what;                     bool operator==(const Publish&)     const = default; };

// clang-format on

using Command =
    std::variant<PlaceCall, CancelCall, Bye, Play, StopPlaying, StartTimer, CancelTimer, Publish>;
using Commands = std::vector<Command>;

/// "play consent", "publish finished completed": one line.
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::call
