#pragma once

#include "dialer/leasing/lease.hpp"

#include <chrono>

namespace hatif::dialer {

/// Keeps the calls of a worker apart. A rate is kept by `not_before`s that are apart; those who are
/// late together, because a thread stood still or a yes came late, would leave together and break
/// it. So each keeps its distance to the one before, late or not; while there is something to catch
/// up, a tenth less. Pure: time is an argument.
class Pace {
public:
    /// When one with this not_before may leave: then, or later.
    SteadyTime turn_of(SteadyTime not_before, SteadyTime now) const;

    /// It leaves at its turn. In the order of not_before.
    void leave(SteadyTime not_before, SteadyTime turn);

    /// It does not leave at all: its place is for who comes next.
    void pass_over(SteadyTime not_before);

    /// Whoever leaves so late was not late: who looks seldom would else let one go each time.
    /// Longer than from one look to the next.
    static constexpr std::chrono::milliseconds grain{25};
    /// A rate is looked at over 100 ms: whose distance is longer waits no longer than this.
    static constexpr std::chrono::milliseconds longest_gap{140};

private:
    SteadyTime last_not_before_{}, last_turn_{};
};

} // namespace hatif::dialer
