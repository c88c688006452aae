#include "schedule/open_hours.hpp"

#include "schedule/hours_walk.hpp"
#include "schedule/pause_windows.hpp"

#include <algorithm>

namespace hatif::schedule {

using base::fail;
using base::Instant;
using base::Result;

namespace {

std::vector<DatedWindow> joined(std::vector<DatedWindow> windows) {
    std::sort(windows.begin(), windows.end(),
              [](const DatedWindow& a, const DatedWindow& b) { return a.from < b.from; });
    std::vector<DatedWindow> found;
    for (const DatedWindow& it : windows) {
        if (found.empty() || found.back().until < it.from) {
            found.push_back(it);
        } else {
            found.back().until = std::max(found.back().until, it.until);
        }
    }
    return found;
}

bool is_closed(const Clocks& clocks, Instant at) {
    return std::any_of(clocks.zones.begin(), clocks.zones.end(), [&](const zone::Zone& zone) {
        const auto offset = zone.offset_at(at);
        return part_at(clocks.closed, place_in_week(at, offset)) != nullptr ||
               clocks.days.holds(std::chrono::floor<std::chrono::days>(at + offset));
    });
}

} // namespace

Result<OpenHours> OpenHours::read(const PauseWindows& windows, std::string_view zone) {
    auto clock = zone::Zone::named(zone);
    if (!clock) return fail(clock.error());
    auto closed = parts_of(windows.weekly);
    if (!closed) return fail(closed.error());
    std::vector<Clocks> clocks;
    if (!closed->empty()) clocks.push_back({{*std::move(clock)}, *std::move(closed), {}});
    return of(std::move(clocks), windows.dated);
}

Result<OpenHours> OpenHours::of(std::vector<Clocks> clocks, std::vector<DatedWindow> dated) {
    for (const DatedWindow& it : dated) {
        if (it.until <= it.from) return fail(base::Errc::invalid, "a pause window has no length");
    }
    OpenHours hours;
    hours.clocks_ = std::move(clocks);
    hours.dated_ = joined(std::move(dated));
    if (!hours.dated_.empty()) hours.last_date_ = hours.dated_.back().until;
    for (const Clocks& it : hours.clocks_) {
        // Two days more are past its end on any clock.
        const auto last = it.days.last_of_once();
        if (last)
            hours.last_date_ = std::max(hours.last_date_, Instant{*last + std::chrono::days{2}});
    }
    return hours;
}

bool OpenHours::is_open(Instant at) const {
    const auto* dated = dated_from(dated_, at);
    if (dated != nullptr && dated->from <= at) return false;
    return std::none_of(clocks_.begin(), clocks_.end(),
                        [&](const Clocks& it) { return is_closed(it, at); });
}

std::optional<Instant> OpenHours::next_open(Instant at) const {
    return HoursWalk{clocks_, dated_, std::max(at, last_date_)}.next_open(at);
}

std::optional<Instant> OpenHours::next_change(Instant at) const {
    HoursWalk walk{clocks_, dated_, std::max(at, last_date_)};
    return is_open(at) ? walk.next_close(at) : walk.next_open(at);
}

std::optional<Stretch> OpenHours::stretch(Instant at) const {
    HoursWalk walk{clocks_, dated_, std::max(at, last_date_)};
    const auto opens = walk.next_open(at);
    if (!opens) return std::nullopt;
    return Stretch{*opens, walk.next_close(*opens)};
}

} // namespace hatif::schedule
