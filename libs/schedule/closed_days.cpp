#include "schedule/closed_days.hpp"

#include <algorithm>

namespace hatif::schedule {

using std::chrono::month_day;
using std::chrono::sys_days;
using std::chrono::year_month_day;

namespace {

// 29 February may be missing for so long (1896 to 1904).
constexpr int years_without_leap = 8;

year_month_day as_date(const Day& it) {
    // In a leap year every day of any year exists.
    const int year = it.year == 0 ? 2000 : it.year;
    return {std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(it.month)},
            std::chrono::day{static_cast<unsigned>(it.day)}};
}

bool is_sound(const Day& it) {
    return it.year >= 0 && it.year <= 9999 && it.month > 0 && it.month <= 12 && it.day > 0 &&
           it.day <= 31 && as_date(it).ok();
}

} // namespace

base::Result<ClosedDays> ClosedDays::read(const std::vector<Day>& days) {
    ClosedDays found;
    for (const Day& it : days) {
        if (!is_sound(it)) return base::fail(base::Errc::invalid, "a holiday is no day");
        const auto date = as_date(it);
        if (it.year == 0) {
            found.yearly_.emplace_back(date.month(), date.day());
        } else {
            found.once_.emplace_back(date);
        }
    }
    std::sort(found.once_.begin(), found.once_.end());
    std::sort(found.yearly_.begin(), found.yearly_.end());
    return found;
}

bool ClosedDays::holds(sys_days day) const {
    if (std::binary_search(once_.begin(), once_.end(), day)) return true;
    if (yearly_.empty()) return false;
    const year_month_day date{day};
    return std::binary_search(yearly_.begin(), yearly_.end(), month_day{date.month(), date.day()});
}

std::optional<sys_days> ClosedDays::next(sys_days day) const {
    std::optional<sys_days> found;
    const auto once = std::lower_bound(once_.begin(), once_.end(), day);
    if (once != once_.end()) found = *once;
    if (yearly_.empty()) return found;
    const year_month_day date{day};
    auto it = std::lower_bound(yearly_.begin(), yearly_.end(), month_day{date.month(), date.day()});
    for (int year = 0; year <= years_without_leap; ++year, it = yearly_.begin()) {
        for (; it != yearly_.end(); ++it) {
            const auto yearly = (date.year() + std::chrono::years{year}) / *it;
            if (!yearly.ok()) continue;
            return found ? std::min(*found, sys_days{yearly}) : sys_days{yearly};
        }
    }
    return found;
}

std::optional<sys_days> ClosedDays::last_of_once() const {
    return once_.empty() ? std::nullopt : std::optional{once_.back()};
}

} // namespace hatif::schedule
