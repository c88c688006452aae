#include "schedule/pause_windows.hpp"

#include <algorithm>

namespace hatif::schedule {

using base::Duration;
using base::fail;
using base::Instant;
using base::Result;
using namespace std::chrono_literals;

namespace {

constexpr Duration week = std::chrono::days{7};
constexpr int minutes_of_day = 1440;

// No set of windows has more boundaries in a year: what was not found by then is not to come.
constexpr int most_boundaries = 100'000;

bool is_sound(const DailyWindow& it) {
    const auto in_day = [](int minute) { return minute >= 0 && minute < minutes_of_day; };
    return it.weekday >= 0 && it.weekday < 7 && in_day(it.from) && in_day(it.until) &&
           it.from != it.until;
}

/// The window's parts of the week; two when it goes on from Saturday into Sunday.
std::vector<std::pair<Duration, Duration>> parts_of(const DailyWindow& it) {
    const Duration day = std::chrono::days{it.weekday};
    const Duration from = day + std::chrono::minutes{it.from};
    const int last = it.until == minutes_of_day - 1 ? minutes_of_day : it.until;
    Duration until = day + std::chrono::minutes{last};
    if (until < from) until += std::chrono::days{1};
    if (until <= week) return {{from, until}};
    return {{from, week}, {Duration{0}, until - week}};
}

/// Sorted, and joined where they touch.
template <class Part, class From, class Until>
std::vector<Part> joined(std::vector<Part> parts, From from, Until until) {
    std::sort(parts.begin(), parts.end(),
              [&](const Part& a, const Part& b) { return a.*from < b.*from; });
    std::vector<Part> found;
    for (const Part& part : parts) {
        if (found.empty() || found.back().*until < part.*from) {
            found.push_back(part);
        } else {
            found.back().*until = std::max(found.back().*until, part.*until);
        }
    }
    return found;
}

} // namespace

Result<OpenHours> OpenHours::read(const PauseWindows& windows, std::string_view zone) {
    auto clocks = zone::Zone::named(zone);
    if (!clocks) return fail(clocks.error());
    OpenHours hours{*std::move(clocks)};
    std::vector<Part> weekly;
    for (const DailyWindow& it : windows.weekly) {
        if (!is_sound(it)) return fail(base::Errc::invalid, "a weekly pause window is unreadable");
        const auto parts = parts_of(it);
        weekly.insert(weekly.end(), parts.begin(), parts.end());
    }
    for (const DatedWindow& it : windows.dated) {
        if (it.until <= it.from) return fail(base::Errc::invalid, "a pause window has no length");
    }
    hours.weekly_ = joined(std::move(weekly), &Part::first, &Part::second);
    hours.dated_ = joined(windows.dated, &DatedWindow::from, &DatedWindow::until);
    return hours;
}

/// What the clocks show, from Sunday's midnight on.
Duration OpenHours::in_week(Instant at) const {
    const Duration epoch = std::chrono::days{4}; // 1970 began on a Thursday
    const Duration local = at.time_since_epoch() + zone_.offset_at(at) + epoch;
    return (local % week + week) % week;
}

bool OpenHours::is_in_weekly(Instant at) const {
    const Duration place = in_week(at);
    return std::any_of(weekly_.begin(), weekly_.end(), [&](const Part& part) {
        return part.first <= place && place < part.second;
    });
}

const DatedWindow* OpenHours::dated_at(Instant at) const {
    const auto found = std::find_if(dated_.begin(), dated_.end(), [&](const DatedWindow& it) {
        return it.from <= at && at < it.until;
    });
    return found == dated_.end() ? nullptr : &*found;
}

bool OpenHours::is_open(Instant at) const {
    return dated_at(at) == nullptr && !is_in_weekly(at);
}

/// The next moment at which a weekly window may begin or end: by the clocks as they run now, or
/// because they are set.
Instant OpenHours::next_boundary(Instant at) const {
    const Duration place = in_week(at);
    Duration next = week;
    for (const Part& part : weekly_) {
        for (const Duration edge : {part.first, part.second}) {
            if (edge > place) next = std::min(next, edge);
        }
    }
    const Instant by_clock = at + (next - place);
    const auto set = zone_.next_transition(at);
    return set && *set < by_clock ? *set : by_clock;
}

/// From `at` on, the first moment that is in a weekly window, or in none.
std::optional<Instant> OpenHours::next_weekly(Instant at, bool closed) const {
    const bool never = weekly_.size() == 1 && weekly_[0] == Part{Duration{0}, week};
    if (closed ? weekly_.empty() : never) return std::nullopt;
    for (int i = 0; i < most_boundaries; ++i, at = next_boundary(at)) {
        if (is_in_weekly(at) == closed) return at;
    }
    return std::nullopt;
}

std::optional<Instant> OpenHours::next_open(Instant at) const {
    // Each turn leaves a dated window behind, but the last.
    for (std::size_t turn = 0; turn <= dated_.size(); ++turn) {
        if (const auto* window = dated_at(at)) at = window->until;
        const auto open = next_weekly(at, false);
        if (!open) return std::nullopt;
        at = *open;
        if (dated_at(at) == nullptr) return at;
    }
    return std::nullopt;
}

std::optional<Instant> OpenHours::next_close(Instant at) const {
    auto next = next_weekly(at, true);
    for (const DatedWindow& it : dated_) {
        if (it.from > at && (!next || it.from < *next)) next = it.from;
    }
    return next;
}

std::optional<Instant> OpenHours::next_change(Instant at) const {
    return is_open(at) ? next_close(at) : next_open(at);
}

std::optional<Stretch> OpenHours::stretch(Instant at) const {
    const auto opens = next_open(at);
    if (!opens) return std::nullopt;
    return Stretch{*opens, next_close(*opens)};
}

} // namespace hatif::schedule
