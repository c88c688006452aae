#pragma once

#include "call/fact.hpp"

#include <chrono>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

/// What a call wants done, in order. The worker does it and decides nothing.
namespace hatif::call {

// clang-format off

/// Send the INVITE; with `amd` listen from the answer on who it is (`AmdDecided` follows).
struct PlaceCall   { bool amd;                                bool operator==(const PlaceCall&)   const = default; };
/// Before the answer: take the INVITE back. A call that is answered meanwhile is hung up.
struct CancelCall  {                                          bool operator==(const CancelCall&)  const = default; };
/// Take the call that came; `Answered` or `Refused` follows.
struct Answer      {                                          bool operator==(const Answer&)      const = default; };
/// Hang up with this cause (ITU-T Q.850): 16 normal, 17 busy, 21 rejected. A call that came and was
/// not answered is refused by it. Not before `after` is over, unless the call ends; what is
/// commanded behind it waits with it.
struct Bye         { int q850 = 16; std::chrono::milliseconds after{0};
                                                              bool operator==(const Bye&)         const = default; };
struct Play        { Ticket play; flow::Pieces pieces;        bool operator==(const Play&)        const = default; };
struct StopPlaying {                                          bool operator==(const StopPlaying&) const = default; };
/// Listen for the beep of a machine; `BeepAwaited` follows, at the latest after this time.
struct AwaitBeep   { std::chrono::milliseconds at_most;       bool operator==(const AwaitBeep&)   const = default; };
/// Record what the other side says; `RecordingOver` follows, always. It ends by itself after `max`,
/// and after `silence` without a voice. With `beep` a tone is played before.
struct Record      { Ticket recording; flow::NodeId node; std::chrono::milliseconds max;
                     std::chrono::milliseconds silence; bool beep;
                                                              bool operator==(const Record&)      const = default; };
/// It ends now, and is kept.
struct StopRecording { Ticket recording;                      bool operator==(const StopRecording&) const = default; };
/// Hand the call over to this number, E.164 (SIP REFER); `TransferOver` follows.
struct Transfer    { std::string to;                          bool operator==(const Transfer&)    const = default; };
/// Ask a server; `RequestOver` follows, always, unless it is cancelled. Nothing of a secret one is
/// logged.
struct Request     { Ticket request; flow::HttpRequest what;  bool operator==(const Request&)     const = default; };
/// Its answer is waited for no more.
struct CancelRequest { Ticket request;                        bool operator==(const CancelRequest&) const = default; };
struct StartTimer  { Ticket timer; std::chrono::milliseconds after;
                                                              bool operator==(const StartTimer&)  const = default; };
struct CancelTimer { Ticket timer;                            bool operator==(const CancelTimer&) const = default; };
/// `step` numbers the event that the fact is, or follows from.
struct Publish     { int step; Fact what;                     bool operator==(const Publish&)     const = default; };

// clang-format on

using Command = std::variant<PlaceCall,
                             CancelCall,
                             Answer,
                             Bye,
                             Play,
                             StopPlaying,
                             AwaitBeep,
                             Record,
                             StopRecording,
                             Transfer,
                             Request,
                             CancelRequest,
                             StartTimer,
                             CancelTimer,
                             Publish>;
using Commands = std::vector<Command>;

/// "play consent", "publish finished completed": one line.
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::call
