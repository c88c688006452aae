#pragma once

#include <chrono>

/// What no graph can get around: the engine ends what goes beyond, and validation reckons with it.
namespace hatif::flow {

inline constexpr int most_visits = 100; ///< of one node, in one call
inline constexpr std::chrono::seconds longest_call{600};

/// How long a dial with `amdMode` "wait" waits for a verdict, and how late one can come without:
/// what the listening may take, and a margin.
inline constexpr std::chrono::seconds longest_verdict{7};

/// How long the beep of a machine is waited for, and the margin, should nobody tell what came of
/// it.
inline constexpr std::chrono::seconds longest_beep{30};
inline constexpr std::chrono::seconds beep_margin{1};

/// How long a call that came may take until it is taken: Timer H of RFC 3261.
inline constexpr std::chrono::seconds longest_taking{32};

/// What the other side's phone may still hold back when our last packet has left: a BYE right
/// behind a prompt would cut off its end.
inline constexpr std::chrono::milliseconds jitter_buffer{200};

} // namespace hatif::flow
