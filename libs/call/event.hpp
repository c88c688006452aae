#pragma once

#include "detection/amd.hpp"
#include "flow/value.hpp"
#include "flow/words.hpp"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What can happen to a call, as its engine sees it. Each event that moved the call is published
/// with its number, so that the same events give the same call again.
namespace hatif::call {

using flow::Fault;
using flow::Outcome;

/// Which play, timer, recording or request: the visit of a node (1, 2, …; 0 is the call itself) and
/// the node's own round. What comes with an old ticket comes late.
struct Ticket {
    int visit = 0;
    int round = 0;

    bool operator==(const Ticket&) const = default;
};

/// The timer that ends every call at its maximum length.
inline constexpr Ticket whole_call{0, 0};
/// The timer that ends the wait for a verdict, and that which ends the wait for a beep.
inline constexpr Ticket verdict_due{0, 1};
inline constexpr Ticket beep_due{0, 2};

std::ostream& operator<<(std::ostream& out, const Ticket& ticket);

// clang-format off

/// The first event: the worker is ready to dial, or to take a call that came. The variables are set
/// before the flow begins.
struct Begun           { flow::Variables variables{}; bool inbound = false;
                                                          bool operator==(const Begun&)           const = default; };
struct Ringing         { int sip_code = 180;              bool operator==(const Ringing&)         const = default; };
struct Answered        {                                  bool operator==(const Answered&)        const = default; };
/// The call did not come about; the outcome is busy, rejected, no_answer or failed.
struct Refused         { Outcome outcome = Outcome::failed; std::string reason; int sip_code = 0;
                         std::optional<int> q850{};       bool operator==(const Refused&)         const = default; };
struct PromptOver      { Ticket play;                     bool operator==(const PromptOver&)      const = default; };
struct PromptFailed    { Ticket play; Fault why;          bool operator==(const PromptFailed&)    const = default; };
struct KeyPressed      { char digit = '0';                bool operator==(const KeyPressed&)      const = default; };
struct TimerFired      { Ticket timer;                    bool operator==(const TimerFired&)      const = default; };
/// Whether a person or a machine answered. Comes after an answer, when the dial wanted it.
struct AmdDecided      { detection::Verdict verdict{};    bool operator==(const AmdDecided&)      const = default; };
/// What `AwaitBeep` led to.
struct BeepAwaited     { bool heard = false; std::chrono::milliseconds waited{};
                                                          bool operator==(const BeepAwaited&)     const = default; };
/// What `Record` led to. `why`: "silence", "nothing_said", "max_duration", "stopped", "failed";
/// with "failed" there is a fault. It may come after the call's end, and changes nothing then.
struct RecordingOver   { Ticket recording; std::string id{}; std::string why{}; bool spoke = false;
                         std::chrono::milliseconds length{}; std::optional<Fault> fault{};
                                                          bool operator==(const RecordingOver&)   const = default; };
/// What `Transfer` led to: the last SIP code that was heard of it, 0 for none.
struct TransferOver    { bool done = false; int code = 0; bool operator==(const TransferOver&)    const = default; };
/// What `Request` led to, with `status` and `values` as flow::RequestOver has them. Comes always,
/// unless the request was cancelled; it is never told twice.
struct RequestOver     { Ticket request; int status = 0; std::vector<flow::Value> values{};
                         std::optional<Fault> fault{};    bool operator==(const RequestOver&)     const = default; };
/// The other side hung up.
struct HungUp          { std::string reason{}; std::optional<int> q850{};
                                                          bool operator==(const HungUp&)          const = default; };
/// The line broke under the call: no media could be agreed on, or the dialog is gone.
struct LineLost        { std::string reason;              bool operator==(const LineLost&)        const = default; };
/// Someone with the right to it takes the call back, an answered one too.
struct CancelRequested {                                  bool operator==(const CancelRequested&) const = default; };
/// The worker may no longer think that the attempt is its own.
struct LeaseLost       {                                  bool operator==(const LeaseLost&)       const = default; };
/// The worker goes away, and its patience is over.
struct DrainEnded      {                                  bool operator==(const DrainEnded&)      const = default; };

// clang-format on

using Event = std::variant<Begun,
                           Ringing,
                           Answered,
                           Refused,
                           PromptOver,
                           PromptFailed,
                           KeyPressed,
                           TimerFired,
                           AmdDecided,
                           BeepAwaited,
                           RecordingOver,
                           TransferOver,
                           RequestOver,
                           HungUp,
                           LineLost,
                           CancelRequested,
                           LeaseLost,
                           DrainEnded>;

/// What is taken of an answer: values that have more than 64 KiB together are a fault instead,
/// answer_too_large. They would be told with the event.
RequestOver bounded(RequestOver event);

/// "prompt_over": the kind of event, as it is published.
std::string_view kind_of(const Event& event);

/// The rest of it as a JSON object: `{"visit":3,"round":0}`.
std::string data_of(const Event& event);

/// The same, with only the kind of each value that is to be hidden: `{"secret":"number"}`.
std::string data_of(const RequestOver& event, const std::vector<bool>& hidden);

} // namespace hatif::call
