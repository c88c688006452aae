#pragma once

#include "dialog/final_code.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <variant>
#include <vector>

/// One call that we place (RFC 3261, UAC), from its INVITE to its end.
///
///   calling      -- 1xx ---------------->  proceeding  an 18x is told as ringing
///   calling      -- no answer wanted --->  giving up   CANCEL has to wait for the first 1xx
///   giving up    -- 1xx ---------------->  cancelling  CANCEL
///   proceeding   -- no answer wanted --->  cancelling  CANCEL
///   calling, proceeding -- challenge --->  calling     INVITE again: once, once more if stale
///   calling, proceeding -- 422 --------->  calling     INVITE again, with their Min-SE: once
///   calling, proceeding -- redirect ---->  calling     INVITE again, where it may be: once
///   calling, proceeding -- 2xx --------->  connected   ACK, told as answered
///   calling, proceeding -- 2xx, no media > closing     ACK, BYE, told as refused
///   calling, proceeding -- final ------->  over        told as refused
///   giving up, cancelling -- 2xx ------->  closing     ACK, BYE: it crossed our CANCEL
///   giving up, cancelling -- final ----->  over        told as refused
///   giving up, cancelling -- guard ----->  over        the trunk never said its last word
///   connected, closing -- session over ->  over
///
/// A call that is answered is a `session` (session.hpp): from there on it tells its end itself.
/// Retransmission, the ACK of a refusal, and ACK and BYE for a second fork's answer are the
/// transaction layer's; which 18x is to be acknowledged is said in forks.hpp.
namespace hatif::dialog {

// clang-format off

/// For what reasons the INVITE went again.
struct Tries { std::uint8_t challenges = 0; bool raised = false; bool redirected = false;
               bool operator==(const Tries&) const = default; };

/// Where the call stands. `ringing`: the last 18x, or 0.
struct Calling     { Tries tries{}; int ringing = 0;
                     bool operator==(const Calling&)     const = default; };
struct Proceeding  { Tries tries{}; int ringing = 0;
                     bool operator==(const Proceeding&)  const = default; };
struct GivingUp    { std::optional<int> q850{};
                     bool operator==(const GivingUp&)    const = default; };
struct Cancelling  { int ringing = 0;
                     bool operator==(const Cancelling&)  const = default; };
struct Connected   { bool operator==(const Connected&)   const = default; };
struct Closing     { bool operator==(const Closing&)     const = default; };
struct Over        { bool operator==(const Over&)        const = default; };
using State = std::variant<Calling, Proceeding, GivingUp, Cancelling, Connected, Closing, Over>;

enum class By { remote, local };

/// What happened.
struct Provisional   { int code; };
struct Accepted      { bool has_media; };   ///< 2xx; the SDP agreed on something, or not
struct Declined      { Refusal refusal; };  ///< 3xx–6xx, or none came
struct Challenged    { Refusal refusal; bool stale = false; }; ///< that our credentials can answer
struct TooShort      { Refusal refusal; };  ///< 422 that names a longer interval
struct Redirected    { Refusal refusal; };  ///< 3xx to where the trunk's settings let us go
struct NoAnswerWanted { std::optional<int> q850{}; }; ///< ring timeout, or the caller's own reasons
struct SessionOver   {};
struct GuardFired    {};                    ///< 32 s after StartGuard
using Event = std::variant<Provisional, Accepted, Declined, Challenged, TooShort, Redirected,
                           NoAnswerWanted, SessionOver, GuardFired>;

/// What is to be done, in order.
struct SendInvite  { bool operator==(const SendInvite&)  const = default; }; ///< with what was learnt
struct SendAck     { bool operator==(const SendAck&)     const = default; }; ///< the session begins
struct SendCancel  { std::optional<int> q850{};
                     bool operator==(const SendCancel&)  const = default; };
struct Drop        { int q850 = 16;
                     bool operator==(const Drop&)        const = default; }; ///< the session, by BYE
struct StartGuard  { bool operator==(const StartGuard&)  const = default; };
struct TellRinging { int code; bool operator==(const TellRinging&) const = default; };
struct TellAnswered{ bool operator==(const TellAnswered&)const = default; };
struct TellRefused { Refusal refusal; bool operator==(const TellRefused&) const = default; };
struct Forget      { bool operator==(const Forget&)      const = default; }; ///< the call is over
using Command = std::variant<SendInvite, SendAck, SendCancel, Drop, StartGuard, TellRinging,
                             TellAnswered, TellRefused, Forget>;
using Commands = std::vector<Command>;

// clang-format on

struct Step {
    State next;
    Commands commands;
};

/// An event that comes late or out of turn changes nothing and commands nothing.
Step step(const State& state, const Event& event);

/// One line for logs and failing tests: "send cancel", "tell refused no_answer ring_timeout".
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::dialog
