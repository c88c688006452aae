#pragma once

#include "schedule/calling_hours.hpp"

#include <random>
#include <string>
#include <vector>

namespace hatif::schedule {

/// Rules and people as they may come, the strange ones among them oftener than in life. For tests.
class RandomHours {
public:
    explicit RandomHours(unsigned seed) : random_{seed} {}

    /// 0 to n - 1.
    std::size_t upto(int n) { return random_() % static_cast<unsigned>(n); }
    bool one_in(int n) { return upto(n) == 0; }

    /// One to three of the names, `zone` among them.
    std::vector<std::string> zones(const std::string& zone, const std::vector<std::string>& names) {
        std::vector<std::string> found{zone};
        for (auto i = upto(3); i > 0; --i) found.push_back(any(names));
        return found;
    }

    /// In the program's zone, or another one; what is dated lies about `around`.
    HourRules
    rules(const std::string& zone, const std::vector<std::string>& names, base::Instant around) {
        HourRules it;
        it.zone = one_in(2) ? zone : any(names);
        if (!one_in(4)) it.pauses.weekly = windows(3);
        for (auto i = one_in(3) ? upto(4) : 0; i > 0; --i) {
            const auto from = around + std::chrono::minutes{upto(4 * 1440)} - std::chrono::days{2};
            it.pauses.dated.push_back({from, from + std::chrono::minutes{1 + upto(1440)}});
        }
        if (!one_in(4)) it.calling.weekly = one_in(2) ? office_hours() : windows(3);
        for (auto i = one_in(2) ? upto(4) : 0; i > 0; --i)
            it.calling.holidays.push_back(day(around));
        it.calling.zone = one_in(4) ? HoursOf::program : HoursOf::contact;
        return it;
    }

    static std::string told(const HourRules& rules) {
        std::string text = "program in " + rules.zone + "; pauses";
        tell(text, rules.pauses.weekly);
        for (const auto& it : rules.pauses.dated) {
            text += " " + base::to_iso8601(it.from) + "-" + base::to_iso8601(it.until);
        }
        text += rules.calling.zone == HoursOf::program ? "; program's hours" : "; contact's hours";
        tell(text, rules.calling.weekly);
        for (const auto& it : rules.calling.holidays) {
            text += " " + std::to_string(it.year) + "-" + std::to_string(it.month) + "-" +
                    std::to_string(it.day);
        }
        return text;
    }

private:
    const std::string& any(const std::vector<std::string>& names) {
        return names[upto(static_cast<int>(names.size()))];
    }

    static void tell(std::string& text, const std::vector<DailyWindow>& windows) {
        for (const auto& it : windows) {
            text += " " + std::to_string(it.weekday) + ":" + std::to_string(it.from) + "-" +
                    std::to_string(it.until);
        }
    }

    /// Up to so many a day; often in the hours in which clocks are set, touching, to 23:59, all
    /// day.
    std::vector<DailyWindow> windows(int a_day) {
        std::vector<DailyWindow> found;
        const bool whole_week = one_in(30);
        for (int weekday = 0; weekday < 7; ++weekday) {
            if (whole_week) found.push_back({weekday, 0, 1439});
            int touching = -1;
            for (auto i = upto(a_day + 1); i > 0; --i) {
                const int span = one_in(2) ? 300 : 1440;
                const int from = touching >= 0 && one_in(3) ? touching : in(span);
                const int until = one_in(8) ? 1439 : one_in(12) ? 0 : in(span);
                if (from == until) continue;
                found.push_back({weekday, from, until});
                touching = until == 1439 ? -1 : until;
            }
        }
        return found;
    }

    std::vector<DailyWindow> office_hours() {
        std::vector<DailyWindow> found;
        const int from = 6 * 60 + in(300), until = 16 * 60 + in(479);
        for (int weekday = 0; weekday < 7; ++weekday) {
            if (!one_in(7)) found.push_back({weekday, from, until});
        }
        if (found.empty()) found.push_back({1, from, until});
        return found;
    }

    Day day(base::Instant around) {
        using namespace std::chrono;
        const year_month_day date{floor<days>(around) + days{upto(7)} - days{3}};
        return {one_in(2) ? 0 : static_cast<int>(date.year()),
                static_cast<int>(static_cast<unsigned>(date.month())),
                static_cast<int>(static_cast<unsigned>(date.day()))};
    }

    int in(int n) { return static_cast<int>(upto(n)); }

    std::mt19937 random_;
};

} // namespace hatif::schedule
