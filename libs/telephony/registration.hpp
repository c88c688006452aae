#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

/// Our registration with one trunk (RFC 3261, 10.2), from the wish to its end.
///
///     wanted      -- start ------------------>  asking      REGISTER
///     asking      -- granted ---------------->  registered  told; again after half of the time
///     asking      -- challenge, once -------->  asking      REGISTER with credentials
///     asking      -- 423, once -------------->  asking      REGISTER for as long as they want
///     asking      -- refused ---------------->  waiting     told; a pause that grows
///     asking      -- no answer -------------->  waiting     told, unless a refresh fails once
///     registered  -- timer ------------------>  asking      REGISTER
///     waiting     -- timer ------------------>  asking      REGISTER
///     asking, registered -- stop ------------>  leaving     REGISTER for no time
///     waiting     -- stop ------------------->  over
///     leaving     -- challenge, once -------->  leaving     REGISTER for no time, with credentials
///     leaving     -- anything else ---------->  over
namespace hatif::telephony::registration {

using std::chrono::seconds;

// clang-format off
struct Wanted     { bool operator==(const Wanted&)     const = default; };
struct Asking     { seconds expires{}; int challenges = 0; bool prolonged = false;
                    bool was_held = false; int failures = 0;
                    bool operator==(const Asking&)     const = default; };
struct Registered { seconds asked{};
                    bool operator==(const Registered&) const = default; };
struct Waiting    { seconds expires{}; int failures = 0;
                    bool operator==(const Waiting&)    const = default; };
struct Leaving    { bool challenged = false;
                    bool operator==(const Leaving&)    const = default; };
struct Over       { bool operator==(const Over&)       const = default; };
using State = std::variant<Wanted, Asking, Registered, Waiting, Leaving, Over>;

struct Started    {};
struct Granted    { seconds expires; };
struct Challenged { bool stale = false; };   ///< one that our credentials can answer
struct TooBrief   { seconds least; };        ///< 423 with Min-Expires
struct Refused    { int code; std::optional<seconds> retry_after{}; };
struct NoAnswer   {};                        ///< timeout, or the trunk was not reached
struct TimerFired {};
struct Stopped    {};
using Event = std::variant<Started, Granted, Challenged, TooBrief, Refused, NoAnswer, TimerFired,
                           Stopped>;

struct SendRegister   { seconds expires; bool operator==(const SendRegister&) const = default; };
/// `varies`: any time between half of it and the whole, so that not all come at once.
struct SetTimer       { seconds after; bool varies = false;
                        bool operator==(const SetTimer&)       const = default; };
struct TellRegistered { bool operator==(const TellRegistered&) const = default; };
struct TellRefused    { std::string reason;
                        bool operator==(const TellRefused&)    const = default; };
struct Finish         { bool operator==(const Finish&)         const = default; };
using Command = std::variant<SendRegister, SetTimer, TellRegistered, TellRefused, Finish>;
// clang-format on

struct Step {
    State next;
    std::vector<Command> commands;
};

/// An event out of turn changes nothing and commands nothing.
Step step(const State& state, const Event& event);

std::ostream& operator<<(std::ostream& out, const Command& command);

} // namespace hatif::telephony::registration
