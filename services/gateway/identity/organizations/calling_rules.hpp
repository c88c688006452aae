#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// When and how often an organization's contacts may be called, unless a program says otherwise.
namespace hatif::gateway {

/// Every week; minutes from midnight on that day's clocks. An end before the start is the next
/// day's; an end of 23:59 takes that minute in.
struct HourRange {
    int weekday = 0; ///< 0 Sunday … 6 Saturday
    int from = 0;    ///< 0 to 1439
    int until = 0;   ///< 0 to 1439, never `from`

    bool operator==(const HourRange&) const = default;
};

/// As hatif.type.v1.HoursZone: whose clocks.
enum class HoursZone { contact = 1, program = 2 };

struct CallingHours {
    std::vector<HourRange> weekly{}; ///< empty: the whole week
    HoursZone zone = HoursZone::contact;

    bool operator==(const CallingHours&) const = default;
};

/// From midnight to midnight.
struct Holiday {
    std::string date; ///< "2026-11-18"; "11-18": every year
    std::string name{};

    bool operator==(const Holiday&) const = default;
};

/// One number is called at most so often in any so many hours.
struct FrequencyCap {
    std::uint32_t calls = 0;
    std::uint32_t hours = 0;

    bool operator==(const FrequencyCap&) const = default;
};

struct CallingRules {
    std::optional<CallingHours> hours{}; ///< none: at any hour
    std::vector<Holiday> holidays{};
    std::optional<FrequencyCap> cap{}; ///< none: no cap

    bool operator==(const CallingRules&) const = default;
};

/// A day that is: "2024-02-29", and "02-29", which every fourth year has.
bool is_holiday_date(std::string_view text);

/// Ranges as one list of numbers, three each, and back.
std::vector<std::int32_t> as_numbers(const std::vector<HourRange>& weekly);
std::vector<HourRange> as_ranges(const std::vector<std::int32_t>& numbers);

} // namespace hatif::gateway
