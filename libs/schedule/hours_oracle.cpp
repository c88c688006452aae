#include "schedule/hours_oracle.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace hatif::schedule::oracle {

namespace {

using namespace std::chrono_literals;

void set_clocks_to(const std::string& zone) {
    setenv("TZ", (":" + zone).c_str(), 1);
    tzset();
}

Shown shown_at(std::time_t second) {
    std::tm it{};
    localtime_r(&second, &it);
    return {it.tm_wday, it.tm_hour * 60 + it.tm_min,   it.tm_year + 1900, it.tm_mon + 1,
            it.tm_mday, static_cast<int>(it.tm_gmtoff)};
}

std::time_t as_time(base::Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Is the clock within a window, today's or one that began yesterday?
bool covers(const DailyWindow& it, const Shown& now) {
    const int until = it.until == 1439 ? 1440 : it.until;
    if (it.from < it.until) {
        return now.weekday == it.weekday && it.from <= now.minute && now.minute < until;
    }
    return (now.weekday == it.weekday && it.from <= now.minute) ||
           (now.weekday == (it.weekday + 1) % 7 && now.minute < until);
}

bool covers(const std::vector<DailyWindow>& windows, const Shown& now) {
    return std::any_of(windows.begin(), windows.end(),
                       [&](const DailyWindow& it) { return covers(it, now); });
}

bool is_holiday(const std::vector<Day>& days, const Shown& now) {
    return std::any_of(days.begin(), days.end(), [&](const Day& it) {
        return (it.year == 0 || it.year == now.year) && it.month == now.month && it.day == now.day;
    });
}

bool is_allowed(const CallingHours& hours, const Shown& now) {
    return !is_holiday(hours.holidays, now) && (hours.weekly.empty() || covers(hours.weekly, now));
}

bool is_in_dated(const std::vector<DatedWindow>& windows, base::Instant at) {
    return std::any_of(windows.begin(), windows.end(),
                       [&](const DatedWindow& it) { return it.from <= at && at < it.until; });
}

} // namespace

std::vector<Shown> clock_of(const std::string& zone, base::Instant from, std::size_t minutes) {
    set_clocks_to(zone);
    std::vector<Shown> clock;
    clock.reserve(minutes);
    for (std::size_t i = 0; i < minutes; ++i) {
        clock.push_back(shown_at(as_time(from) + static_cast<std::time_t>(i) * 60));
    }
    return clock;
}

std::vector<base::Instant>
transitions(const std::string& zone, base::Instant from, base::Instant until) {
    set_clocks_to(zone);
    std::vector<base::Instant> found;
    int before = shown_at(as_time(from)).offset;
    for (auto hour = from; hour < until; hour += 1h) {
        if (shown_at(as_time(hour + 1h)).offset == before) continue;
        auto minute = hour;
        while (shown_at(as_time(minute)).offset == before) minute += 1min;
        found.push_back(minute);
        before = shown_at(as_time(hour + 1h)).offset;
    }
    return found;
}

std::vector<bool> open_minutes(const HourRules& rules,
                               const std::vector<std::string>& zones,
                               base::Instant from,
                               std::size_t minutes) {
    std::vector<bool> open(minutes, true);
    const auto close = [&](const std::string& zone, auto is_closed) {
        const auto clock = clock_of(zone, from, minutes);
        for (std::size_t i = 0; i < minutes; ++i) {
            if (is_closed(clock[i])) open[i] = false;
        }
    };
    close(rules.zone, [&](const Shown& now) { return covers(rules.pauses.weekly, now); });
    const bool by_program = rules.calling.zone == HoursOf::program;
    for (const auto& zone : by_program ? std::vector{rules.zone} : zones) {
        close(zone, [&](const Shown& now) { return !is_allowed(rules.calling, now); });
    }
    for (std::size_t i = 0; i < minutes; ++i) {
        if (is_in_dated(rules.pauses.dated, from + std::chrono::minutes{i})) open[i] = false;
    }
    return open;
}

} // namespace hatif::schedule::oracle
