#pragma once

#include "dialog/dialog.hpp"
#include "dialog/session_timer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <variant>
#include <vector>

/// An answered call, ours or theirs: both sides are equal now (RFC 3261, sections 12 to 15).
///
///   life        up       -- their BYE -------------> over      told as ended
///               up       -- hang up ---------------> closing   BYE, told as ended
///               up       -- not refreshed ---------> closing   BYE, told as ended: session_expired
///               up       -- dropped ---------------> closing   BYE; who dropped it tells
///               closing  -- BYE answered, guard ---> over
///
///   exchange    none     -- their re-INVITE -------> theirs    answered, waits for its ACK
///               none     -- their UPDATE ----------> none      answered
///               none     -- refresh due -----------> update    or invite, when they know no UPDATE
///               invite   -- their offer -----------> invite    491
///               theirs   -- their offer -----------> theirs    500; 491 when ours waits in its ACK
///               theirs   -- refresh due -----------> theirs    later
///               theirs   -- ACK -----------------> none
///               theirs   -- it never came -------> closing   BYE, told as ended: not_acknowledged
///               update, invite -- 2xx -------------> none      both timers begin again
///               update, invite -- 491 -------------> later     after the time of RFC 3261, 14.1
///               update, invite -- 422 -------------> same      again, with their Min-SE, once
///               update   -- 405, 501 --------------> invite
///               update, invite -- 408, 481 --------> closing   BYE, told as ended: session_expired
///               update, invite -- other -----------> none      again later, twice
///               later    -- refresh due -----------> update    or invite
///               later    -- they refresh ----------> none      both timers begin again
///
///   transfer    none     -- refer -----------------> asked     REFER
///               asked    -- 2xx -------------------> under way told when there is no subscription
///               asked, under way -- last NOTIFY ---> none      told
///               asked    -- refusal ---------------> none      told
///               asked    -- 32 s ------------------> none      told as 0
///               under way -- 330 s of nothing -----> none      told as 0
///               asked, under way -- refer ---------> asked     REFER; the one before tells nothing
///
/// Challenges are answered below this table: the same request goes again.
namespace hatif::dialog::session {

enum class Life : std::uint8_t { up, closing, over };
enum class Exchange : std::uint8_t { none, update, invite, later, theirs };
enum class Transfer : std::uint8_t { none, asked, under_way };

struct State {
    Life life = Life::up;
    Exchange exchange = Exchange::none;
    Transfer transfer = Transfer::none;
    bool we_called = true;     ///< the Call-ID is ours: who waits how long after a 491
    bool takes_update = false; ///< their Allow names UPDATE
    bool answer_in_ack = false;
    bool raised = false;     ///< the interval was raised for a 422
    std::uint8_t failed = 0; ///< refreshes refused since the last that held
    std::optional<Interval> interval{};

    bool operator==(const State&) const = default;
};

enum class Timer : std::uint8_t { refresh, expiry, transfer, guard };
inline constexpr std::size_t timer_count = 4;

// clang-format off

/// What happened.
struct HangUpAsked     { int q850 = 16; };
struct Dropped         { int q850 = 16; };
struct ByeCame         { std::optional<int> q850; };
struct ByeAnswered     {};                 ///< finally, in whatever way
struct OfferCame       { bool by_invite; bool has_offer; int fault = 0; }; ///< fault: 488, 422
struct AckCame         {};
struct AckMissed       {};                 ///< of their re-INVITE, for 64 × T1 (RFC 3261, 14.2)
struct IntervalAgreed  { std::optional<Interval> interval; }; ///< at the answer, and by requests of theirs
struct RefreshAnswered { int code; std::optional<Interval> interval{}; std::chrono::seconds least{0}; };
struct ReferAsked      {};
struct ReferAnswered   { int code; bool no_subscription = false; };
struct NotifyCame      { int code = 0; bool terminated = false; }; ///< of its sipfrag; 0: none was readable
struct Due             { Timer timer; };
using Event = std::variant<HangUpAsked, Dropped, ByeCame, ByeAnswered, OfferCame, AckCame, AckMissed,
                           IntervalAgreed, RefreshAnswered, ReferAsked, ReferAnswered, NotifyCame, Due>;

/// What is to be done, in order.
struct SendBye         { int q850 = 16;    bool operator==(const SendBye&)      const = default; };
struct SendUpdate      {                   bool operator==(const SendUpdate&)   const = default; };
struct SendReinvite    {                   bool operator==(const SendReinvite&) const = default; };
struct SendRefer       {                   bool operator==(const SendRefer&)    const = default; };
struct TakeOffer       {                   bool operator==(const TakeOffer&)    const = default; };
struct RefuseOffer     { int code;         bool operator==(const RefuseOffer&)  const = default; };
/// Once, somewhere between the two from now; instead of one that runs.
struct StartTimer      { Timer timer; std::chrono::milliseconds at_least; std::chrono::milliseconds at_most;
                                           bool operator==(const StartTimer&)   const = default; };
struct StopTimer       { Timer timer;      bool operator==(const StopTimer&)    const = default; };
struct TellTransferred { bool done; int code;
                                           bool operator==(const TellTransferred&) const = default; };
struct TellOver        { By by = By::remote; std::optional<int> q850{}; std::string_view reason{};
                                           bool operator==(const TellOver&)     const = default; };
struct Leave           {                   bool operator==(const Leave&)        const = default; }; ///< it is over
using Command = std::variant<SendBye, SendUpdate, SendReinvite, SendRefer, TakeOffer, RefuseOffer, StartTimer,
                             StopTimer, TellTransferred, TellOver, Leave>;
using Commands = std::vector<Command>;

// clang-format on

struct Step {
    State next;
    Commands commands;
};

/// An event that comes late or out of turn changes nothing and commands nothing.
Step step(const State& state, const Event& event);

std::string_view to_string(Timer timer);

std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::dialog::session
