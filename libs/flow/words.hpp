#pragma once

#include "base/name.hpp"
#include "base/strong.hpp"
#include "flow/value_source.hpp"
#include "speech/language.hpp"

#include <boost/container/small_vector.hpp>

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// The words that all kinds of node share: what can happen to a node, and what it can ask for.
///
/// A node is a pure function: what happened comes in as an Event, what is to be done goes out as
/// Commands. The phone line, the clock and the graph belong to the caller.
namespace hatif::flow {

using NodeId = base::Name<struct NodeIdTag>;

/// The way out of a node, by its name in the graph: "1", "onTimeout", "default".
using Output = base::Strong<std::string, struct OutputTag>;
using Outputs = boost::container::small_vector<Output, 2>;

/// A recording, by its audio id.
using PromptId = base::Name<struct PromptIdTag>;

/// Recorded words, by their id.
using DictionaryId = base::Name<struct DictionaryIdTag>;

/// One recorded word.
struct SpokenKey {
    DictionaryId dictionary;
    std::string key;
    speech::Language language; ///< of the item: a dictionary of another one cannot say it
    bool secret = false;       ///< says what is shown nowhere

    bool operator==(const SpokenKey&) const = default;
};

/// Words for a voice engine to speak: at most 2,000 characters of UTF-8, never none.
struct SpokenText {
    std::string text;
    speech::Language language;
    std::string voice{}; ///< the engine's name of one; empty: its own choice
    bool secret = false; ///< says what is shown nowhere

    bool operator==(const SpokenText&) const = default;
};

/// What is played, piece by piece: recordings, words out of dictionaries, and what is spoken.
using Piece = std::variant<PromptId, SpokenKey, SpokenText>;
using Pieces = boost::container::small_vector<Piece, 1>; ///< one, mostly: no room is asked for

/// Why a node could not do its work: a stable code, and words for people.
struct Fault {
    std::string code;
    std::string what;

    bool operator==(const Fault&) const = default;
};

/// What an `http_request` node asks of a server.
struct HttpRequest {
    std::string method; ///< "GET", "POST", "PUT", "PATCH", "DELETE"
    std::string url;    ///< http or https, without a user's name in it; at most 2,000 characters
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::chrono::milliseconds timeout{5'000};
    std::vector<std::string> wanted{}; ///< JSON pointers (RFC 6901) into a JSON answer
    bool secret = false;               ///< it was made of what is shown nowhere

    bool operator==(const HttpRequest&) const = default;
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
/// What a server said. `status` 0: nothing. `values`: one for each that was wanted, in order; null,
/// where the answer has nothing there, or no text, number, true or false. A fault: there is no
/// answer, or none that could be read: request_failed, request_timeout, request_refused (the
/// address may not be reached), answer_too_large.
struct RequestOver  { int round; int status; std::vector<Value> values; std::optional<Fault> fault;
                                                          bool operator==(const RequestOver&)  const = default; };
using Event = std::variant<PromptOver, PromptFailed, KeyPressed, TimerFired, RecordingOver,
                           TransferOver, RequestOver>;

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
/// Ask a server; `RequestOver` follows, always, unless it is cancelled.
struct Request      { int round; HttpRequest what;        bool operator==(const Request&)      const = default; };
/// The answer is waited for no more.
struct CancelRequest { int round;                         bool operator==(const CancelRequest&) const = default; };
/// The one who is called is never to be called again.
struct OptOut       {                                     bool operator==(const OptOut&)       const = default; };
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
/// The same of a request: `url` without its query; masked, when it was made of a secret. `status`
/// 0: nothing came. `error`: the code of a fault, else empty.
struct NoteRequest  { std::string method; std::string url; int status; std::string error;
                                                          bool operator==(const NoteRequest&) const = default; };
struct HangUp       { std::string reason; std::string type; std::optional<Outcome> outcome;
                                                          bool operator==(const HangUp&)       const = default; };
/// Leaves by the first of the outputs that leads on, else by `default`. With a fault and no way on
/// the call fails.
struct Leave        { Outputs by; std::optional<Fault> fault{};
                                                          bool operator==(const Leave&)        const = default; };
using Command = std::variant<Play, StopPlaying, StartTimer, CancelTimer, PlaceCall, CancelCall, Answer,
                             Record, StopRecording, Transfer, Request, CancelRequest, OptOut, KeepKey,
                             TakeKey, SetVariable, NoteRead, NoteVerdict, NoteRecorded,
                             NoteTransfer, NoteRequest, HangUp, Leave>;
using Commands = boost::container::small_vector<Command, 3>; ///< rarely more

// clang-format on

/// Leaves by `onError`, or by what stands in for it.
Leave leave_failed(Fault why);

/// "welcome", "numbers/300", "fr:Bonjour"; a secret one is masked.
std::ostream& operator<<(std::ostream& out, const Piece& piece);

/// "play welcome", "start timer 0", "leave by onMaxRetries onTimeout": for logs and failing tests.
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::flow
