#include "schedule/calling_hours.hpp"

#include <algorithm>

namespace hatif::schedule {

using base::Errc;
using base::fail;
using base::Result;

namespace {

/// The rules as parts of a week and days of the calendar.
struct Read {
    zone::Zone program;
    Parts pauses;
    Parts outside_hours;
    ClosedDays holidays;
};

Result<Read> read(const HourRules& rules) {
    const auto& calling = rules.calling;
    if (calling.zone != HoursOf::contact && calling.zone != HoursOf::program) {
        return fail(Errc::invalid, "nobody knows whose clocks the calling hours go by");
    }
    auto program = zone::Zone::named(rules.zone);
    if (!program) return fail(program.error());
    auto pauses = parts_of(rules.pauses.weekly);
    if (!pauses) return fail(pauses.error());
    auto allowed = parts_of(calling.weekly);
    if (!allowed) return fail(allowed.error());
    auto holidays = ClosedDays::read(calling.holidays);
    if (!holidays) return fail(holidays.error());
    return Read{*std::move(program), *std::move(pauses),
                calling.weekly.empty() ? Parts{} : outside(*allowed), *std::move(holidays)};
}

Result<std::vector<zone::Zone>> named(const std::vector<std::string>& names) {
    if (names.empty()) return fail(Errc::invalid, "the time zone of the person is not known");
    std::vector<zone::Zone> zones;
    zones.reserve(names.size());
    for (const auto& name : names) {
        auto zone = zone::Zone::named(name);
        if (!zone) return fail(zone.error());
        zones.push_back(*std::move(zone));
    }
    return zones;
}

void add(std::vector<Clocks>& all, Clocks clocks) {
    if (!clocks.closed.empty() || !clocks.days.empty()) all.push_back(std::move(clocks));
}

} // namespace

Result<OpenHours> hours_of_all(const HourRules& rules) {
    auto it = read(rules);
    if (!it) return fail(it.error());
    std::vector<Clocks> clocks;
    add(clocks, {{it->program}, std::move(it->pauses), {}});
    if (!rules.by_person()) {
        add(clocks, {{it->program}, std::move(it->outside_hours), std::move(it->holidays)});
    }
    return OpenHours::of(std::move(clocks), rules.pauses.dated);
}

Result<OpenHours> hours_of_person(const HourRules& rules, const std::vector<std::string>& zones) {
    if (!rules.by_person()) return hours_of_all(rules);
    auto it = read(rules);
    if (!it) return fail(it.error());
    auto theirs = named(zones);
    if (!theirs) return fail(theirs.error());
    std::vector<Clocks> clocks;
    add(clocks, {{std::move(it->program)}, std::move(it->pauses), {}});
    add(clocks, {*std::move(theirs), std::move(it->outside_hours), std::move(it->holidays)});
    return OpenHours::of(std::move(clocks), rules.pauses.dated);
}

std::vector<std::string> zones_in(std::string_view joined) {
    std::vector<std::string> names;
    if (joined.empty()) return names;
    for (std::size_t from = 0; from != joined.npos;) {
        const auto end = joined.find(',', from);
        names.emplace_back(joined.substr(from, end - from));
        from = end == joined.npos ? end : end + 1;
    }
    return names;
}

} // namespace hatif::schedule
