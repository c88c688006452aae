#include "schedule/hours_walk.hpp"

#include <algorithm>

namespace hatif::schedule {

using base::Duration;
using base::Instant;
using std::chrono::days;

namespace {

constexpr Duration far = std::chrono::years{40};

} // namespace

const DatedWindow* dated_from(const std::vector<DatedWindow>& windows, Instant at) {
    const auto found =
        std::upper_bound(windows.begin(), windows.end(), at,
                         [](Instant moment, const DatedWindow& it) { return moment < it.until; });
    return found == windows.end() ? nullptr : &*found;
}

HoursWalk::HoursWalk(const std::vector<Clocks>& clocks,
                     const std::vector<DatedWindow>& dated,
                     Instant after)
    : clocks_{clocks}, dated_{dated}, horizon_{after + far}, offsets_(clocks.size()) {}

std::optional<Instant> HoursWalk::next_open(Instant at) {
    while (at < horizon_) {
        if (at >= until_) enter(at);
        const auto until = closed_until(at);
        if (!until) return at;
        at = std::min(*until, until_);
    }
    return std::nullopt;
}

std::optional<Instant> HoursWalk::next_close(Instant at) {
    while (at < horizon_) {
        if (at >= until_) enter(at);
        if (closed_until(at)) return at;
        const Instant next = next_closing(at);
        if (next < until_) return next;
        at = until_;
    }
    return std::nullopt;
}

/// Reads all clocks anew.
void HoursWalk::enter(Instant at) {
    until_ = Instant::max();
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
        auto& offsets = offsets_[i];
        offsets.clear();
        for (const zone::Zone& zone : clocks_[i].zones) {
            const auto span = zone.span_at(at);
            offsets.push_back(span.offset);
            until_ = std::min(until_, span.until);
        }
        std::sort(offsets.begin(), offsets.end());
        offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
    }
    const auto known = std::find_if(patterns_.begin(), patterns_.end(),
                                    [&](const auto& it) { return it.first == offsets_; });
    pattern_ = static_cast<std::size_t>(known - patterns_.begin());
    if (known == patterns_.end()) patterns_.emplace_back(offsets_, made_pattern());
}

/// The parts of the week, in UTC, that are closed on any of the clocks.
Parts HoursWalk::made_pattern() const {
    Parts parts;
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
        for (const Duration offset : offsets_[i]) {
            const Parts in_utc = moved(clocks_[i].closed, -offset);
            parts.insert(parts.end(), in_utc.begin(), in_utc.end());
        }
    }
    return joined(std::move(parts));
}

/// Nothing when it is open; else a moment until which one reason holds, or beyond `until_`.
std::optional<Instant> HoursWalk::closed_until(Instant at) const {
    const auto* dated = dated_from(dated_, at);
    if (dated != nullptr && dated->from <= at) return dated->until;
    const Parts& pattern = patterns_[pattern_].second;
    const Duration place = place_in_week(at, Duration{0});
    if (const Part* part = part_at(pattern, place)) {
        const bool always = part->second - part->first == week;
        return always ? until_ : at + (part->second - place);
    }
    return day_closed_until(at);
}

std::optional<Instant> HoursWalk::day_closed_until(Instant at) const {
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
        if (clocks_[i].days.empty()) continue;
        for (const Duration offset : offsets_[i]) {
            auto day = std::chrono::floor<days>(at + offset);
            if (!clocks_[i].days.holds(day)) continue;
            return Instant{day + days{1}} - offset;
        }
    }
    return std::nullopt;
}

/// From an open moment on; it may lie beyond `until_`, where other offsets hold.
Instant HoursWalk::next_closing(Instant at) const {
    Instant next = Instant::max();
    if (const auto* dated = dated_from(dated_, at)) next = dated->from;
    const Parts& pattern = patterns_[pattern_].second;
    if (!pattern.empty()) {
        const Duration place = place_in_week(at, Duration{0});
        const auto after =
            std::upper_bound(pattern.begin(), pattern.end(), place,
                             [](Duration moment, const Part& it) { return moment < it.first; });
        const Duration from = after == pattern.end() ? pattern.front().first + week : after->first;
        next = std::min(next, at + (from - place));
    }
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
        for (const Duration offset : offsets_[i]) {
            const auto today = std::chrono::floor<days>(at + offset);
            if (const auto day = clocks_[i].days.next(today)) {
                next = std::min(next, Instant{*day} - offset);
            }
        }
    }
    return next;
}

} // namespace hatif::schedule
