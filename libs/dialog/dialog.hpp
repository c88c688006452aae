#pragma once

#include "dialog/final_code.hpp"

#include <optional>
#include <ostream>
#include <variant>
#include <vector>

/// One call that we place (RFC 3261, UAC), from its INVITE to its end.
///
///     calling      -- 1xx ------------------>  proceeding    an 18x is told as ringing
///     calling      -- challenge ------------>  calling       INVITE again, once
///     calling      -- no answer wanted ----->  giving up     CANCEL has to wait for the first 1xx
///     giving up    -- 1xx ------------------>  cancelling    CANCEL
///     proceeding   -- challenge ------------>  calling       INVITE again, once
///     proceeding   -- no answer wanted ----->  cancelling    CANCEL
///     calling, proceeding -- 2xx ----------->  established   ACK, told as answered
///     calling, proceeding -- 2xx, no media ->  closing       ACK, BYE, told as refused
///     calling, proceeding -- final --------->  over          told as refused
///     giving up, cancelling -- 2xx --------->  closing       ACK, BYE: it crossed our CANCEL
///     giving up, cancelling -- final ------->  over          told as refused
///     giving up, cancelling -- guard ------->  over          the trunk never said its last word
///     established  -- their BYE ------------>  over          told as ended
///     established  -- hang up -------------->  closing       BYE, told as ended
///     closing      -- challenge ------------>  closing       BYE again, once
///     closing      -- BYE answered --------->  over
///
/// Retransmission, the ACK of a refusal, and ACK and BYE for a second fork's answer are the
/// transaction layer's; so are 200s to requests within the dialog.
namespace hatif::dialog {

// clang-format off

/// Where the call stands. `authenticated`: credentials were sent once, and are not sent twice.
struct Calling     { bool authenticated = false; int ringing = 0;
                     bool operator==(const Calling&)     const = default; };
struct Proceeding  { bool authenticated = false; int ringing = 0;
                     bool operator==(const Proceeding&)  const = default; };
struct GivingUp    { bool operator==(const GivingUp&)    const = default; };
struct Cancelling  { int ringing = 0;
                     bool operator==(const Cancelling&)  const = default; };
struct Established { bool operator==(const Established&) const = default; };
struct Closing     { bool authenticated = false;
                     bool operator==(const Closing&)     const = default; };
struct Over        { bool operator==(const Over&)        const = default; };
using State = std::variant<Calling, Proceeding, GivingUp, Cancelling, Established, Closing, Over>;

enum class By { remote, local };

/// What happened.
struct Provisional   { int code; };
struct Accepted      { bool has_media; };   ///< 2xx; the SDP agreed on something, or not
struct Declined      { Refusal refusal; };  ///< 3xx–6xx, or none came
struct Challenged    { Refusal refusal; };  ///< 401 or 407 that our credentials can answer
struct NoAnswerWanted {};                   ///< ring timeout, or the caller's own reasons
struct HangUpAsked   {};
struct ByeReceived   { std::optional<int> q850; };
struct ByeAnswered   {};                    ///< finally, in whatever way
struct GuardFired    {};                    ///< 32 s after StartGuard
using Event = std::variant<Provisional, Accepted, Declined, Challenged, NoAnswerWanted, HangUpAsked,
                           ByeReceived, ByeAnswered, GuardFired>;

/// What is to be done, in order.
struct SendInvite  { bool operator==(const SendInvite&)  const = default; }; ///< with credentials
struct SendAck     { bool operator==(const SendAck&)     const = default; };
struct SendCancel  { bool operator==(const SendCancel&)  const = default; };
struct SendBye     { bool operator==(const SendBye&)     const = default; };
struct StartGuard  { bool operator==(const StartGuard&)  const = default; };
struct TellRinging { int code; bool operator==(const TellRinging&) const = default; };
struct TellAnswered{ bool operator==(const TellAnswered&)const = default; };
struct TellRefused { Refusal refusal; bool operator==(const TellRefused&) const = default; };
struct TellEnded   { By by = By::remote; std::optional<int> q850{};
                     bool operator==(const TellEnded&)   const = default; };
struct Forget      { bool operator==(const Forget&)      const = default; }; ///< the call is over
using Command = std::variant<SendInvite, SendAck, SendCancel, SendBye, StartGuard, TellRinging,
                             TellAnswered, TellRefused, TellEnded, Forget>;
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
