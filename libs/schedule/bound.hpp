#pragma once

#include "base/instant.hpp"

#include <cstdint>
#include <optional>

namespace hatif::schedule {

/// A bound on live calls and on starts per second.
struct Bound {
    std::optional<std::int64_t> max_concurrent{}; ///< none: no limit
    std::int64_t live = 0;                        ///< leases that are alive now
    std::optional<double> per_second{};           ///< none: no limit
    base::Instant next_at{};                      ///< the earliest start that the rate allows
    std::int64_t used = 0;                        ///< calls ever leased; rotation takes the least
};

bool has_room(const Bound& bound);

/// Its rate allows no start by `latest`.
bool is_paced(const Bound& bound, base::Instant latest);

/// Room, and a start by `latest` that its rate allows.
bool is_usable(const Bound& bound, base::Instant latest);

/// One more live call, which starts then. The next one starts a whole gap of the rate later: in no
/// stretch of t seconds more than `rate * t + 1` do, whoever takes them, and what was not used is
/// not made up for.
void take(Bound& bound, base::Instant start);

} // namespace hatif::schedule
