#pragma once

#include "base/strong.hpp"
#include "flow/value_source.hpp"
#include "speech/language.hpp"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

/// The words that all kinds of node share: what can happen to a node, and what it can ask for.
///
/// A node is a pure function: what happened comes in as an Event, what is to be done goes out as
/// Commands. The phone line, the clock and the graph belong to the caller.
namespace hatif::flow {

using NodeId = base::Strong<std::string, struct NodeIdTag>;

/// The way out of a node, by its name in the graph: "1", "onTimeout", "default".
using Output = base::Strong<std::string, struct OutputTag>;

/// A recording, by its audio id.
using PromptId = base::Strong<std::string, struct PromptIdTag>;

/// Recorded words, by their id.
using DictionaryId = base::Strong<std::string, struct DictionaryIdTag>;

/// One recorded word.
struct SpokenKey {
    DictionaryId dictionary;
    std::string key;
    speech::Language language; ///< of the item: a dictionary of another one cannot say it
    bool secret = false;       ///< says what is shown nowhere

    bool operator==(const SpokenKey&) const = default;
};

/// What is played, piece by piece: recordings, and words out of dictionaries.
using Piece = std::variant<PromptId, SpokenKey>;
using Pieces = std::vector<Piece>;

/// Why a node could not do its work: a stable code, and words for people.
struct Fault {
    std::string code;
    std::string what;

    bool operator==(const Fault&) const = default;
};

/// What came of an attempt to call someone.
enum class Outcome {
    completed,
    no_answer,
    busy,
    rejected,
    voicemail,
    failed,
    cancelled,
    user_hangup,
};

/// "no_answer": as the graph, the events and the API write it.
std::string_view to_string(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view text);

// clang-format off

/// What happened. A round is the node's own count of its plays and timers, so that what comes late
/// is known as late.
struct PromptOver   { int round;                          bool operator==(const PromptOver&)   const = default; };
struct PromptFailed { int round; Fault why;               bool operator==(const PromptFailed&) const = default; };
struct KeyPressed   { char digit;                         bool operator==(const KeyPressed&)   const = default; };
struct TimerFired   { int round;                          bool operator==(const TimerFired&)   const = default; };
/// `why`: "silence", "nothing_said", "max_duration", "stopped"; "failed" with a fault.
struct RecordingOver { int round; std::string id; std::string why; bool spoke;
                       std::chrono::milliseconds length; std::optional<Fault> fault;
                                                          bool operator==(const RecordingOver&) const = default; };
struct TransferOver { bool done; int code;                bool operator==(const TransferOver&) const = default; };
using Event = std::variant<PromptOver, PromptFailed, KeyPressed, TimerFired, RecordingOver,
                           TransferOver>;

/// What is to be done, in order.
struct Play         { int round; Pieces pieces;           bool operator==(const Play&)         const = default; };
struct StopPlaying  { int round;                          bool operator==(const StopPlaying&)  const = default; };
struct StartTimer   { int round; std::chrono::milliseconds after;
                                                          bool operator==(const StartTimer&)   const = default; };
struct CancelTimer  { int round;                          bool operator==(const CancelTimer&)  const = default; };
/// Place the call that the flow is about.
struct PlaceCall    { bool amd;                           bool operator==(const PlaceCall&)    const = default; };
struct CancelCall   {                                     bool operator==(const CancelCall&)   const = default; };
/// Take the call that came.
struct Answer       {                                     bool operator==(const Answer&)       const = default; };
struct Record       { int round; std::chrono::milliseconds max; std::chrono::milliseconds silence;
                      bool beep;                          bool operator==(const Record&)       const = default; };
struct StopRecording { int round;                         bool operator==(const StopRecording&) const = default; };
struct Transfer     { std::string to;                     bool operator==(const Transfer&)     const = default; };
/// The key waits for the next `dtmf` node.
struct KeepKey      { char digit;                         bool operator==(const KeepKey&)      const = default; };
/// A kept key was taken by this node.
struct TakeKey      { char digit;                         bool operator==(const TakeKey&)      const = default; };
struct SetVariable  { std::string name; Variable to;      bool operator==(const SetVariable&)  const = default; };
/// Not to be done but to be known: what was read from outside the flow.
struct NoteRead     { ValueSource source; Value value;    bool operator==(const NoteRead&)     const = default; };
/// The same for what was decided by a secret, instead of the secret.
struct NoteVerdict  { bool holds;                         bool operator==(const NoteVerdict&)  const = default; };
/// What became of a recording, and of a transfer.
struct NoteRecorded { std::string id; std::string why; std::chrono::milliseconds length;
                                                          bool operator==(const NoteRecorded&) const = default; };
struct NoteTransfer { std::string to; bool done; int code;
                                                          bool operator==(const NoteTransfer&) const = default; };
struct HangUp       { std::string reason; std::string type; std::optional<Outcome> outcome;
                                                          bool operator==(const HangUp&)       const = default; };
/// Leaves by the first of the outputs that leads on, else by `default`. With a fault and no way on
/// the call fails.
struct Leave        { std::vector<Output> by; std::optional<Fault> fault{};
                                                          bool operator==(const Leave&)        const = default; };
using Command = std::variant<Play, StopPlaying, StartTimer, CancelTimer, PlaceCall, CancelCall, Answer,
                             Record, StopRecording, Transfer, KeepKey, TakeKey, SetVariable, NoteRead,
                             NoteVerdict, NoteRecorded, NoteTransfer, HangUp, Leave>;
using Commands = std::vector<Command>;

// clang-format on

/// Leaves by `onError`, or by what stands in for it.
Leave leave_failed(Fault why);

/// "welcome", "numbers/300"; a secret one is masked.
std::ostream& operator<<(std::ostream& out, const Piece& piece);

/// "play welcome", "start timer 0", "leave by onMaxRetries onTimeout": for logs and failing tests.
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::flow
