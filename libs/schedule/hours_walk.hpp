#pragma once

#include "schedule/open_hours.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace hatif::schedule {

/// The first of the windows that ends after `at`; none: no more. They are sorted, and apart.
const DatedWindow* dated_from(const std::vector<DatedWindow>& windows, base::Instant at);

/// Goes from moment to moment at which something closes or opens. Between two settings of any of
/// the clocks all of them are of one offset: there the closed parts of all clocks are one list of
/// parts of the week in UTC, made once for the offsets that meet.
class HoursWalk {
public:
    /// What it is made of outlives it. Nothing is looked for 40 years past `after`.
    HoursWalk(const std::vector<Clocks>& clocks,
              const std::vector<DatedWindow>& dated,
              base::Instant after);

    /// `at` itself when it is open.
    std::optional<base::Instant> next_open(base::Instant at);

    /// The first closed moment from `at` on.
    std::optional<base::Instant> next_close(base::Instant at);

private:
    /// Of each of the clocks: which offsets its zones have, each once.
    using Offsets = std::vector<std::vector<base::Duration>>;

    void enter(base::Instant at);
    Parts made_pattern() const;
    std::optional<base::Instant> closed_until(base::Instant at) const;
    std::optional<base::Instant> day_closed_until(base::Instant at) const;
    base::Instant next_closing(base::Instant at) const;

    const std::vector<Clocks>& clocks_;
    const std::vector<DatedWindow>& dated_;
    base::Instant horizon_;

    // Until a clock is set.
    Offsets offsets_{};
    base::Instant until_ = base::Instant::min();
    std::size_t pattern_ = 0;
    std::vector<std::pair<Offsets, Parts>> patterns_{};
};

} // namespace hatif::schedule
