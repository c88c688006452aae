#include "program_scheduler/programs/preflight.hpp"

#include "program_scheduler/executions/hours.hpp"
#include "program_scheduler/leasing/refusals.hpp"
#include "rpc/time.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace hatif::program_scheduler {

using base::fail;
using base::Instant;
using base::Result;
using namespace std::chrono_literals;

namespace {

/// The clocks of the first zone that they may be in, else the program's.
Result<zone::Zone> clocks_of(const std::string& zones, const std::string& program_zone) {
    const auto names = schedule::zones_in(zones);
    return zone::Zone::named(names.empty() ? program_zone : names.front());
}

/// Minute by minute of the week that begins at `from`.
base::Duration
open_nights(const schedule::OpenHours& hours, const zone::Zone& clocks, Instant from) {
    base::Duration open{0};
    for (Instant at = from; at < from + std::chrono::days{7}; at += 1min) {
        const auto shown = (at.time_since_epoch() + clocks.offset_at(at)) % std::chrono::days{1};
        if ((shown >= 21h || shown < 8h) && hours.is_open(at)) open += 1min;
    }
    return open;
}

Result<schedule::OpenHours> hours_of_group(const schedule::HourRules& rules,
                                           const std::string& zones) {
    if (!rules.by_person()) return schedule::hours_of_all(rules);
    return schedule::hours_of_person(rules, schedule::zones_in(zones));
}

} // namespace

Result<Findings> weigh(const Program& program,
                       const OrganizationRules& rules,
                       const contact::v1::Census& census,
                       Instant now) {
    Findings found{.hours = hours_of(program.words, rules)};
    if (auto all = schedule::hours_of_all(found.hours); !all) return fail(all.error());
    for (const auto& refused : census.refused()) {
        found.skipped[reason_for(refused.reason())] += refused.contacts();
    }
    const auto begin = std::max(program.words.start_at.value_or(now), now);
    const auto& stop = program.words.stop_at;
    for (const auto& group : census.callable()) {
        const auto hours = hours_of_group(found.hours, group.zones());
        const auto opens = hours ? hours->next_open(begin) : std::nullopt;
        if (!opens || (stop && *stop <= *opens)) {
            found.skipped[opens ? "skipped_stopped" : "skipped_no_hours"] += group.contacts();
            continue;
        }
        const auto clocks = clocks_of(group.zones(), found.hours.zone);
        const auto nights = clocks ? open_nights(*hours, *clocks, begin) : base::Duration{0};
        found.groups.push_back({group.zones(), group.contacts(), *opens, nights});
    }
    return found;
}

std::int64_t Findings::callable() const {
    std::int64_t contacts = 0;
    for (const auto& group : groups) contacts += group.contacts;
    return contacts;
}

const CallableGroup* Findings::first() const {
    const auto found = std::min_element(
        groups.begin(), groups.end(),
        [](const CallableGroup& a, const CallableGroup& b) { return a.opens < b.opens; });
    return found == groups.end() ? nullptr : &*found;
}

std::string api_name(const base::Error& error) {
    std::string name;
    bool upper = true;
    for (const char c : error.reason.empty() ? "VALIDATION" : error.reason) {
        if (c != '_') {
            name += upper ? c : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        upper = c == '_';
    }
    return name + "Error";
}

namespace {

/// "2026-11-23T09:00:00+01:00"
std::string local_text(Instant at, base::Duration offset) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(offset).count();
    std::array<char, 8> zone{};
    std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+',
                  static_cast<int>(std::abs(minutes) / 60) % 100,
                  static_cast<int>(std::abs(minutes) % 60));
    return base::to_iso8601(at + offset).substr(0, 19) + zone.data();
}

} // namespace

void to_wire(const Findings& findings, program::v1::Preflight& wire) {
    wire.set_callable(findings.callable());
    for (const auto& [reason, contacts] : findings.skipped) {
        (*wire.mutable_skipped())[reason] = contacts;
    }
    if (const auto* first = findings.first()) {
        rpc::set(*wire.mutable_first_call_at(), first->opens);
        if (const auto clocks = clocks_of(first->zones, findings.hours.zone)) {
            wire.set_first_call_local(local_text(first->opens, clocks->offset_at(first->opens)));
        }
    }
    for (const auto& group : findings.groups) {
        if (group.nights_of_a_week == base::Duration{0}) continue;
        auto& night = *wire.add_open_nights();
        night.set_timezone(group.zones.empty() ? findings.hours.zone : group.zones);
        night.set_contacts(group.contacts);
        night.set_hours_a_week(
            std::chrono::duration<double, std::ratio<3600>>{group.nights_of_a_week}.count());
    }
}

} // namespace hatif::program_scheduler
