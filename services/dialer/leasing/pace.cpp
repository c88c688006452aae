#include "dialer/leasing/pace.hpp"

#include <algorithm>

namespace hatif::dialer {

SteadyTime Pace::turn_of(SteadyTime not_before, SteadyTime now) const {
    const auto gap =
        std::clamp<SteadyTime::duration>(not_before - last_not_before_, {}, longest_gap);
    return std::max({not_before, last_turn_ + gap * 10 / 11, now - grain});
}

void Pace::leave(SteadyTime not_before, SteadyTime turn) {
    last_not_before_ = not_before;
    last_turn_ = turn;
}

void Pace::pass_over(SteadyTime not_before) {
    last_not_before_ = std::max(last_not_before_, not_before);
}

} // namespace hatif::dialer
