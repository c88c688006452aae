#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "schedule/pause_windows.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// The hours of a week, `{sunday…saturday: [{startAt, endAt}]}`, of any message that has them.
namespace hatif::program_scheduler {

template <class Week>
struct WireDay {
    using Ranges = std::remove_pointer_t<decltype(std::declval<Week&>().mutable_sunday())>;

    const char* name;
    const Ranges& (Week::*sent)() const;
    Ranges* (Week::*out)();
};

// From Sunday, as weekdays are numbered.
// clang-format off
template <class Week>
constexpr std::array<WireDay<Week>, 7> wire_days{{
    {"sunday",    &Week::sunday,    &Week::mutable_sunday},
    {"monday",    &Week::monday,    &Week::mutable_monday},
    {"tuesday",   &Week::tuesday,   &Week::mutable_tuesday},
    {"wednesday", &Week::wednesday, &Week::mutable_wednesday},
    {"thursday",  &Week::thursday,  &Week::mutable_thursday},
    {"friday",    &Week::friday,    &Week::mutable_friday},
    {"saturday",  &Week::saturday,  &Week::mutable_saturday},
}};
// clang-format on

constexpr int most_ranges_a_day = 48;

/// The minute of the day; 0 when it was refused.
template <class Time>
int read_minute(FieldCheck& check, const std::string& path, bool sent, const Time& time) {
    if (!sent || !time.has_hour()) {
        check.refuse(path, "must be {hour, minute}");
        return 0;
    }
    if (time.hour() > 23) check.refuse(path + ".hour", "must be 0 to 23");
    if (time.minute() > 59) check.refuse(path + ".minute", "must be 0 to 59");
    return static_cast<int>(time.hour() * 60 + time.minute());
}

/// Each wrong range is refused by its path, "<member>.monday[1].endAt".
template <class Week>
std::vector<schedule::DailyWindow>
read_week(FieldCheck& check, const std::string& member, const Week& sent) {
    std::vector<schedule::DailyWindow> weekly;
    for (std::size_t day = 0; day < wire_days<Week>.size(); ++day) {
        const auto& ranges = (sent.*wire_days<Week>[day].sent)();
        const auto list = member + "." + wire_days<Week>[day].name;
        if (ranges.size() > most_ranges_a_day) {
            check.refuse(list, "must be at most 48 windows");
            continue;
        }
        for (int i = 0; i < ranges.size(); ++i) {
            const auto& it = ranges[i];
            const auto path = list + "[" + std::to_string(i) + "]";
            const bool whole = it.has_start_at() && it.start_at().has_hour() && it.has_end_at() &&
                               it.end_at().has_hour();
            const int from =
                read_minute(check, path + ".startAt", it.has_start_at(), it.start_at());
            const int until = read_minute(check, path + ".endAt", it.has_end_at(), it.end_at());
            if (whole && from == until) check.refuse(path + ".endAt", "must differ from startAt");
            weekly.push_back({static_cast<int>(day), from, until});
        }
    }
    return weekly;
}

template <class Week>
void write_week(const std::vector<schedule::DailyWindow>& weekly, Week& wire) {
    const auto write = [](auto& time, int minute) {
        time.set_hour(static_cast<std::uint32_t>(minute / 60));
        time.set_minute(static_cast<std::uint32_t>(minute % 60));
    };
    for (const auto& it : weekly) {
        auto& range = *(wire.*wire_days<Week>[static_cast<std::size_t>(it.weekday)].out)()->Add();
        write(*range.mutable_start_at(), it.from);
        write(*range.mutable_end_at(), it.until);
    }
}

} // namespace hatif::program_scheduler
