#pragma once

#include "dialog/dialog.hpp"
#include "dialog/final_code.hpp"

#include <optional>
#include <ostream>
#include <variant>
#include <vector>

/// One call that came (RFC 3261, UAS), from its INVITE to its answer.
///
///     arrived      -- heard ---------------->  waiting       100; ringing is due soon
///     waiting      -- timer ---------------->  waiting       180, once; then the guard
///     waiting      -- accept, media -------->  accepted      200 with our SDP
///     waiting      -- accept, no media ----->  over          488, told as refused
///     waiting      -- refuse --------------->  over          that code, nothing is told
///     waiting      -- hang up -------------->  over          486, 603 or 480, told as refused
///     waiting      -- CANCEL, their BYE ---->  over          487, told as refused
///     waiting      -- timer (the guard) ---->  over          480, told as refused
///     accepted     -- ACK ------------------>  handed over   told as answered
///     accepted     -- ACK, no media -------->  handed over   dropped by BYE, told as refused
///     accepted     -- no ACK, timer -------->  handed over   dropped by BYE, told as refused
///     accepted     -- their BYE ------------>  over          told as refused
///     accepted     -- hang up -------------->  unwanted      told as refused; BYE has to wait
///     unwanted     -- ACK, no ACK, timer --->  handed over   dropped by BYE
///     unwanted     -- their BYE ------------>  over
///     handed over  -- hang up -------------->  handed over   the session does it
///     handed over  -- session over --------->  over
///
/// What was handed over is a session, as of a call that we placed (session.hpp): it sees BYE and
/// all requests within the dialog through. A call that nobody decides on ends by the guard; so does
/// one whose peer falls silent. Repeating the 200 until its ACK, and answers to repeated INVITEs,
/// are the transaction layer's.
namespace hatif::dialog::inbound {

// clang-format off

/// Where the call stands.
struct Arrived     { bool operator==(const Arrived&)     const = default; };
struct Waiting     { bool ringing = false;
                     bool operator==(const Waiting&)     const = default; };
struct Accepted    { bool operator==(const Accepted&)    const = default; };
struct Unwanted    { bool operator==(const Unwanted&)    const = default; };
struct HandedOver  { bool operator==(const HandedOver&)  const = default; };
struct Over        { bool operator==(const Over&)        const = default; };
using State = std::variant<Arrived, Waiting, Accepted, Unwanted, HandedOver, Over>;

/// What happened.
struct Heard          {};                          ///< the INVITE, fit to be taken
struct AcceptAsked    { bool has_media; };         ///< we can speak what they offer, or offer ours
struct RefuseAsked    { int code; };               ///< 400 to 699
struct HangUpAsked    { int q850 = 16; };
struct CancelReceived { std::optional<int> q850{}; };
struct Acknowledged   { bool has_media; };         ///< false: it had to answer our offer, and did not
struct AckMissing     {};                          ///< the 200 was repeated for 64 × T1 in vain
struct ByeReceived    { std::optional<int> q850{}; };
struct SessionOver    {};                          ///< its last BYE was seen through
struct TimerFired     {};
using Event = std::variant<Heard, AcceptAsked, RefuseAsked, HangUpAsked, CancelReceived,
                           Acknowledged, AckMissing, ByeReceived, SessionOver, TimerFired>;

/// One timer a call; to start it anew forgets the old one.
enum class Timer {
    ring,  ///< 200 ms: RFC 3261, 17.2.1 wants a word by then
    guard, ///< 2 × 64 × T1: longer than any transaction lives
};

/// What is to be done, in order.
struct SendTrying   { bool operator==(const SendTrying&)  const = default; };
struct SendRinging  { bool operator==(const SendRinging&) const = default; };
struct SendOk       { bool operator==(const SendOk&)      const = default; }; ///< 200 with our SDP
struct SendRefusal  { int code; bool operator==(const SendRefusal&) const = default; };
struct BeginSession { bool operator==(const BeginSession&) const = default; };
struct DropSession  { int q850 = 16; bool operator==(const DropSession&) const = default; }; ///< BYE
struct HangUp       { int q850 = 16; bool operator==(const HangUp&) const = default; }; ///< and tell
struct StartTimer   { Timer which; bool operator==(const StartTimer&) const = default; };
using Command = std::variant<SendTrying, SendRinging, SendOk, SendRefusal, BeginSession,
                             DropSession, HangUp, StartTimer, TellAnswered, TellRefused, Forget>;
using Commands = std::vector<Command>;

// clang-format on

struct Step {
    State next;
    Commands commands;
};

/// An event that comes late or out of turn changes nothing and commands nothing.
Step step(const State& state, const Event& event);

/// The code that says why we do not take a call: 486 busy, 603 rejected, else 480.
int refusal_of_cause(int q850);

/// One line for logs and failing tests: "send refusal 487".
std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::dialog::inbound
