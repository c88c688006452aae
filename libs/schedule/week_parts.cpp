#include "schedule/week_parts.hpp"

#include <algorithm>

namespace hatif::schedule {

using base::Duration;

namespace {

constexpr int minutes_of_day = 1440;

bool is_sound(const DailyWindow& it) {
    const auto in_day = [](int minute) { return minute >= 0 && minute < minutes_of_day; };
    return it.weekday >= 0 && it.weekday < 7 && in_day(it.from) && in_day(it.until) &&
           it.from != it.until;
}

/// Two parts when it passes the end of the week.
void add(Parts& parts, Duration from, Duration until) {
    if (until <= week) {
        parts.emplace_back(from, until);
        return;
    }
    parts.emplace_back(from, week);
    parts.emplace_back(Duration{0}, until - week);
}

Duration in_week(Duration place) {
    return (place % week + week) % week;
}

} // namespace

base::Result<Parts> parts_of(const std::vector<DailyWindow>& windows) {
    Parts parts;
    for (const DailyWindow& it : windows) {
        if (!is_sound(it)) return base::fail(base::Errc::invalid, "a weekly window is unreadable");
        const Duration day = std::chrono::days{it.weekday};
        const Duration from = day + std::chrono::minutes{it.from};
        const int last = it.until == minutes_of_day - 1 ? minutes_of_day : it.until;
        Duration until = day + std::chrono::minutes{last};
        if (until < from) until += std::chrono::days{1};
        add(parts, from, until);
    }
    return joined(std::move(parts));
}

Parts joined(Parts parts) {
    std::sort(parts.begin(), parts.end());
    std::size_t last = 0;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (parts[last].second < parts[i].first) {
            parts[++last] = parts[i];
        } else {
            parts[last].second = std::max(parts[last].second, parts[i].second);
        }
    }
    if (!parts.empty()) parts.resize(last + 1);
    return parts;
}

Parts outside(const Parts& parts) {
    Parts rest;
    Duration from{0};
    for (const Part& part : parts) {
        if (from < part.first) rest.emplace_back(from, part.first);
        from = part.second;
    }
    if (from < week) rest.emplace_back(from, week);
    return rest;
}

Parts moved(const Parts& parts, Duration by) {
    Parts found;
    for (const Part& part : parts) {
        const Duration from = in_week(part.first + by);
        add(found, from, from + (part.second - part.first));
    }
    return found;
}

const Part* part_at(const Parts& parts, Duration place) {
    const auto after = std::upper_bound(parts.begin(), parts.end(), place,
                                        [](Duration at, const Part& it) { return at < it.first; });
    if (after == parts.begin()) return nullptr;
    const Part& part = *std::prev(after);
    return place < part.second ? &part : nullptr;
}

Duration place_in_week(base::Instant at, Duration offset) {
    const Duration epoch = std::chrono::days{4}; // 1970 began on a Thursday
    return in_week(at.time_since_epoch() + offset + epoch);
}

} // namespace hatif::schedule
