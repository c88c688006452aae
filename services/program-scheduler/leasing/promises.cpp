#include "program_scheduler/leasing/promises.hpp"

#include "program_scheduler/executions/hours.hpp"

namespace hatif::program_scheduler {

using base::fail;
using base::Result;

std::string Promises::columns() {
    return std::string{"stop_at, cap_calls, cap_hours, sticky_did, "} + rule_columns;
}

void Promises::add(const base::ExecutionId& execution, const pg::Row& row, int first) {
    Promise it{.rules = read_rules(row, first + 4),
               .stop_at = row.get<std::optional<base::Instant>>(first),
               .keeps_numbers = row.get<bool>(first + 3)};
    if (const auto calls = row.get<std::optional<std::int32_t>>(first + 1)) {
        it.cap = DialCap{*calls, row.get<std::int32_t>(first + 2)};
    }
    promises_.emplace(execution, std::move(it));
}

std::optional<DialCap> Promises::cap(const base::ExecutionId& execution) const {
    return promises_.at(execution).cap;
}

bool Promises::keeps_numbers(const base::ExecutionId& execution) const {
    return promises_.at(execution).keeps_numbers;
}

std::optional<base::Instant> Promises::stop_at(const base::ExecutionId& execution) const {
    return promises_.at(execution).stop_at;
}

bool Promises::by_person(const base::ExecutionId& execution) const {
    const auto& rules = promises_.at(execution).rules;
    return rules && rules->by_person();
}

/// Worked out once for each set of zones.
const Result<schedule::OpenHours>& Promises::hours(const base::ExecutionId& execution,
                                                   const std::string& zones) {
    const auto found = hours_.find({execution, zones});
    if (found != hours_.end()) return found->second;
    const auto& rules = promises_.at(execution).rules;
    auto read = !rules               ? Result<schedule::OpenHours>{fail(rules.error())}
                : rules->by_person() ? schedule::hours_of_person(*rules, schedule::zones_in(zones))
                                     : schedule::hours_of_all(*rules);
    return hours_.emplace(std::pair{execution, zones}, std::move(read)).first->second;
}

Result<std::optional<schedule::Stretch>>
Promises::stretch(const base::ExecutionId& execution, const std::string& zones, base::Instant at) {
    const Promise& promise = promises_.at(execution);
    std::optional<schedule::Stretch> stretch{{at, std::nullopt}};
    const bool bounded =
        !promise.rules || !promise.rules->pauses.empty() || !promise.rules->calling.empty();
    if (bounded) {
        const auto& open = hours(execution, by_person(execution) ? zones : std::string{});
        if (!open) return fail(open.error());
        stretch = open->stretch(at);
    }
    if (!stretch || !promise.stop_at) return stretch;
    if (stretch->opens >= *promise.stop_at) return std::optional<schedule::Stretch>{};
    if (!stretch->closes || *promise.stop_at < *stretch->closes) stretch->closes = promise.stop_at;
    return stretch;
}

} // namespace hatif::program_scheduler
