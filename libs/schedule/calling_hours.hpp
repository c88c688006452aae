#pragma once

#include "base/result.hpp"
#include "schedule/pause_windows.hpp"

#include <string>
#include <string_view>
#include <vector>

/// When a person may be called: what the program's pauses leave open, within the hours that are
/// allowed, on no holiday.
namespace hatif::schedule {

/// Whose clocks calling hours and holidays go by.
enum class HoursOf { contact = 1, program = 2 };

struct CallingHours {
    std::vector<DailyWindow> weekly{}; ///< in which calls are allowed; empty: the whole week
    std::vector<Day> holidays{};
    HoursOf zone = HoursOf::contact;

    bool empty() const { return weekly.empty() && holidays.empty(); }
    bool operator==(const CallingHours&) const = default;
};

/// All that an execution says of its hours.
struct HourRules {
    PauseWindows pauses{};
    std::string zone{}; ///< the program's, IANA
    CallingHours calling{};

    /// The same hours are not everyone's.
    bool by_person() const { return calling.zone == HoursOf::contact && !calling.empty(); }
};

/// What holds for everyone: the pauses, and the calling hours where they go by the program's
/// clocks. Fails when a zone, a window or a day cannot be read: then there are no hours, and no
/// calls.
base::Result<OpenHours> hours_of_all(const HourRules& rules);

/// What holds for a person who is in one of `zones`: open only when it is in all of them. Without a
/// zone, where one is needed, and with one that cannot be read, it fails: nobody is called.
base::Result<OpenHours> hours_of_person(const HourRules& rules,
                                        const std::vector<std::string>& zones);

/// "Africa/Cairo,Europe/Paris" as the contact service writes them.
std::vector<std::string> zones_in(std::string_view joined);

} // namespace hatif::schedule
