#include "schedule/bound.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::schedule {

namespace {

/// However slow a rate is: a moment far enough ahead is none that a table can hold.
constexpr double longest_gap = 86'400'000'000.0; // a day, in microseconds

/// Rounded up: a gap that is cut short would add up to a faster rate.
base::Duration gap_of(double per_second) {
    const double gap = std::min(std::ceil(1'000'000.0 / per_second), longest_gap);
    return base::Duration{static_cast<std::int64_t>(gap)};
}

} // namespace

bool has_room(const Bound& bound) {
    return !bound.max_concurrent || bound.live < *bound.max_concurrent;
}

bool is_paced(const Bound& bound, base::Instant latest) {
    return bound.per_second && bound.next_at > latest;
}

bool is_usable(const Bound& bound, base::Instant latest) {
    return has_room(bound) && !is_paced(bound, latest);
}

void take(Bound& bound, base::Instant start) {
    ++bound.live;
    ++bound.used;
    if (bound.per_second && *bound.per_second > 0) {
        bound.next_at = start + gap_of(*bound.per_second);
    }
}

} // namespace hatif::schedule
