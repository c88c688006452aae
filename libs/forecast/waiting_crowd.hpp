#pragma once

#include "base/instant.hpp"
#include "forecast/openings.hpp"
#include "schedule/outcome.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hatif::forecast {

/// What next_due asks of people who were called before.
struct History {
    int attempts = 0;
    std::array<std::uint8_t, schedule::outcome_count> ended{}; ///< by outcome, where that matters

    auto operator<=>(const History&) const = default;
};

/// People who have the same hours: those who are not planned yet, and those in the queue, to be
/// called from a moment on, for the first time or again.
class WaitingCrowd {
public:
    /// `hours` outlive it.
    WaitingCrowd(Openings& hours, std::int64_t contacts) : hours_{&hours}, unplanned_{contacts} {}

    bool empty() const { return unplanned_ == 0 && queue_.empty(); }
    std::int64_t unplanned() const { return unplanned_; }

    /// The stretch in which they are called at `at`, or next; none: never again.
    const schedule::Stretch* stretch(base::Instant at) const { return hours_->at(at); }
    bool is_open(base::Instant at) const;

    /// From `at` on the first moment at which one of the queue may be called; none: never.
    std::optional<base::Instant> next_call(base::Instant at) const;

    /// How many of the queue are due at `at`.
    std::int64_t due(base::Instant at) const;

    /// Who is due first, by then.
    std::optional<base::Instant> first_due(base::Instant by) const;

    /// So many are queued, for now or for their next hours.
    void plan(std::int64_t people, base::Instant at, bool for_their_hours);
    void enqueue(base::Instant due, const History& history, std::int64_t people);

    /// While they are closed: whoever is due goes back to the next opening, as a lease sends them.
    void wait_for_hours(base::Instant at);

    /// At most `most` of those who are due first; of each history its part.
    std::vector<std::pair<History, std::int64_t>> take_first(std::int64_t most);

private:
    Openings* hours_;
    std::int64_t unplanned_;
    std::map<std::pair<base::Instant, History>, std::int64_t> queue_{};
};

} // namespace hatif::forecast
