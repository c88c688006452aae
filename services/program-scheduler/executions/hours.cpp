#include "program_scheduler/executions/hours.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Errc;
using base::fail;
using base::Result;

namespace {

base::Error unreadable(const char* what) {
    return {Errc::internal, std::string{what} + " of the row cannot be read"};
}

/// A number of exactly so many digits; -1 when it is none.
int digits_in(std::string_view text, std::size_t count) {
    int number = 0;
    if (text.size() != count) return -1;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

} // namespace

std::vector<std::int32_t> as_triples(const std::vector<schedule::DailyWindow>& weekly) {
    std::vector<std::int32_t> triples;
    for (const auto& it : weekly) triples.insert(triples.end(), {it.weekday, it.from, it.until});
    return triples;
}

Result<std::vector<schedule::DailyWindow>> weekly_in(const std::vector<std::int32_t>& triples) {
    if (triples.size() % 3 != 0) return fail(unreadable("the hours"));
    std::vector<schedule::DailyWindow> weekly;
    for (std::size_t i = 0; i < triples.size(); i += 3) {
        weekly.push_back({triples[i], triples[i + 1], triples[i + 2]});
    }
    return weekly;
}

PauseColumns as_columns(const schedule::PauseWindows& windows) {
    PauseColumns columns{.weekly = as_triples(windows.weekly)};
    for (const auto& it : windows.dated) {
        columns.dated.insert(columns.dated.end(), {it.from, it.until});
    }
    return columns;
}

Result<schedule::PauseWindows> windows_in(const PauseColumns& columns) {
    auto weekly = weekly_in(columns.weekly);
    if (!weekly || columns.dated.size() % 2 != 0) return fail(unreadable("the pause windows"));
    schedule::PauseWindows windows{.weekly = *std::move(weekly)};
    for (std::size_t i = 0; i < columns.dated.size(); i += 2) {
        windows.dated.push_back({columns.dated[i], columns.dated[i + 1]});
    }
    return windows;
}

Result<schedule::Day> day_in(std::string_view text) {
    const bool yearly = text.size() == 5;
    const std::string_view rest =
        yearly ? text : text.substr(std::min<std::size_t>(5, text.size()));
    const int year = yearly ? 0 : digits_in(text.substr(0, 4), 4);
    const int month = digits_in(rest.substr(0, 2), 2);
    const int day = rest.size() == 5 ? digits_in(rest.substr(3), 2) : -1;
    const bool parted = rest.size() == 5 && rest[2] == '-' && (yearly || text[4] == '-');
    // 29 February is a day of some years.
    const std::chrono::year_month_day date{std::chrono::year{yearly ? 2000 : year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!parted || year < 0 || !date.ok() || (!yearly && year == 0)) {
        return fail(Errc::invalid, "a holiday is no date like 2026-11-18 or 11-18");
    }
    return schedule::Day{year, month, day};
}

Result<schedule::HourRules> read_rules(const pg::Row& row, int first) {
    auto pauses = windows_in({.weekly = row.get<std::vector<std::int32_t>>(first),
                              .dated = row.get<std::vector<base::Instant>>(first + 1)});
    if (!pauses) return fail(pauses.error());
    auto weekly = weekly_in(row.get<std::vector<std::int32_t>>(first + 3));
    if (!weekly) return fail(weekly.error());
    schedule::HourRules rules{
        .pauses = *std::move(pauses),
        .zone = row.get<std::string>(first + 2),
        .calling = {.weekly = *std::move(weekly),
                    .zone = static_cast<schedule::HoursOf>(row.get<std::int32_t>(first + 4))}};
    for (const auto& text : row.get<std::vector<std::string>>(first + 5)) {
        const auto day = day_in(text);
        if (!day) return fail(day.error());
        rules.calling.holidays.push_back(*day);
    }
    return rules;
}

Result<schedule::Stretch> open_stretch(const schedule::HourRules& rules,
                                       const std::optional<base::Instant>& stop_at,
                                       base::Instant at) {
    const auto open = schedule::hours_of_all(rules);
    if (!open) return fail(open.error());
    auto stretch = open->stretch(at).value_or(schedule::Stretch{never, std::nullopt});
    if (stop_at && (!stretch.closes || *stop_at < *stretch.closes)) stretch.closes = stop_at;
    return stretch;
}

} // namespace hatif::program_scheduler
