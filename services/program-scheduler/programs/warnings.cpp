#include "program_scheduler/programs/warnings.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

namespace {

using base::Instant;

std::optional<Instant> opening(const base::Result<schedule::OpenHours>& hours, Instant from) {
    return hours ? hours->next_open(from) : std::nullopt;
}

/// When the first call can start: for people in the program's zone where the hours are each
/// person's own.
std::optional<Instant> first_call(const schedule::HourRules& rules, Instant from) {
    const auto all = opening(schedule::hours_of_all(rules), from);
    if (!all || !rules.by_person()) return all;
    return opening(schedule::hours_of_person(rules, {rules.zone}), from);
}

void warn_of_hours(const ProgramWords& words, Instant now, std::vector<Warning>& warnings) {
    const auto rules = words.hours();
    if (!rules.pauses.empty() || !rules.calling.empty()) {
        const auto begin = std::max(now, words.start_at.value_or(now));
        const auto first = first_call(rules, begin);
        const char* path = rules.pauses.empty() ? "callingHours" : "pauseWindows";
        if (!first) {
            warnings.push_back({"windows_never_open", path,
                                "they leave no time for calls: nobody will ever be called"});
        } else if (words.stop_at && *words.stop_at > now && *words.stop_at <= *first) {
            warnings.push_back({"stop_before_open", "stopAt",
                                "is before the first moment at which calls are allowed, " +
                                    base::to_iso8601(*first)});
        }
    }
    if (words.stop_at && *words.stop_at <= now) {
        warnings.push_back(
            {"stop_at_past", "stopAt", "has passed: the program cannot be launched"});
    }
}

void warn_of_dates(const Retries& retries, Instant now, std::vector<Warning>& warnings) {
    const auto past = std::count_if(retries.dates.begin(), retries.dates.end(),
                                    [&](Instant date) { return date <= now; });
    if (past == 0) return;
    const auto all = static_cast<std::ptrdiff_t>(retries.dates.size());
    warnings.push_back(
        {"retry_dates_past", "retryStrategy.retryDates",
         past == all ? "all of them have passed: nobody will be called again"
                     : std::to_string(past) + " of " + std::to_string(all) + " have passed"});
}

} // namespace

std::vector<Warning> warnings_of(const ProgramWords& words, Instant now) {
    std::vector<Warning> warnings;
    warn_of_hours(words, now, warnings);
    warn_of_dates(words.retries, now, warnings);
    return warnings;
}

} // namespace hatif::program_scheduler
