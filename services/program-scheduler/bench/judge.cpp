#include "program_scheduler/bench/judge.hpp"

#include "program_scheduler/bench/database.hpp"
#include "schedule/calling_hours.hpp"
#include "zone/zone.hpp"

#include <algorithm>

namespace hatif::program_scheduler::bench {

using base::Duration;
using base::Instant;
using namespace std::chrono_literals;

namespace {

base::Uuid uuid(const std::string& text) {
    return *base::Uuid::parse(text);
}

struct WallClock {
    std::chrono::year_month_day date;
    int weekday;
    int minute;
};

WallClock clock_at(const std::string& zone, Instant at) {
    const auto local = at + must(zone::Zone::named(zone)).offset_at(at);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return {std::chrono::year_month_day{day},
            static_cast<int>(std::chrono::weekday{day}.c_encoding()),
            static_cast<int>((local - day) / 1min)};
}

bool covers(const schedule::DailyWindow& window, const WallClock& now) {
    const int until = window.until == 1439 ? 1440 : window.until;
    if (until > window.from) {
        return now.weekday == window.weekday && now.minute >= window.from && now.minute < until;
    }
    if (now.weekday == window.weekday) return now.minute >= window.from;
    return now.weekday == (window.weekday + 1) % 7 && now.minute < until;
}

bool any_covers(const std::vector<schedule::DailyWindow>& week, const WallClock& now) {
    return std::any_of(week.begin(), week.end(),
                       [&](const schedule::DailyWindow& it) { return covers(it, now); });
}

std::vector<std::string> parts_of(const std::string& joined) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from < joined.size();) {
        const auto comma = std::min(joined.find(',', from), joined.size());
        parts.push_back(joined.substr(from, comma - from));
        from = comma + 1;
    }
    return parts;
}

} // namespace

bool Judge::is_open(const Venture& venture, const std::string& zones, Instant at) {
    const auto& words = venture.program.words;
    if (any_covers(words.pauses.weekly, clock_at(words.timezone, at))) return false;
    for (const auto& it : words.pauses.dated) {
        if (it.from <= at && at < it.until) return false;
    }
    if (words.stop_at && at >= *words.stop_at) return false;
    if (words.start_at && at < *words.start_at) return false;
    if (!words.calling || words.calling->weekly.empty()) return true;
    const bool own = words.calling->zone == schedule::HoursOf::contact;
    const auto all = own ? parts_of(zones) : std::vector{words.timezone};
    return !all.empty() && std::all_of(all.begin(), all.end(), [&](const std::string& zone) {
        return any_covers(words.calling->weekly, clock_at(zone, at));
    });
}

Judge::Bounds Judge::bounds_of(const program::v1::Lease& lease) const {
    const auto number = std::find_if(scene_.numbers.begin(), scene_.numbers.end(),
                                     [&](const auto& it) { return it.text == lease.from(); });
    return {{CapacityKind::organization, uuid(lease.organization_id())},
            {CapacityKind::program, uuid(lease.program_id())},
            {CapacityKind::did, number->id.value()},
            {CapacityKind::trunk, uuid(lease.trunk_id())}};
}

void Judge::leased(const std::vector<Claimed>& claimed, Instant at) {
    std::vector<const Lease*> leases;
    for (const Claimed& it : claimed) {
        leases.push_back(&it.lease);
        claimed_[{it.lease.attempt.value().to_string(), it.lease.epoch}] = at;
    }
    std::stable_sort(leases.begin(), leases.end(),
                     [](const Lease* a, const Lease* b) { return a->not_before < b->not_before; });
    for (const Lease* lease : leases) check_pace(*lease, at);
}

void Judge::check_pace(const Lease& lease, Instant at) {
    const Bounds bounds{{CapacityKind::organization, lease.organization.value()},
                        {CapacityKind::program, lease.program.value()},
                        {CapacityKind::did, lease.did.value()},
                        {CapacityKind::trunk, lease.trunk.value()}};
    for (const auto& bound : bounds) {
        const auto& settings = scene_.bounds.at(bound);
        const auto last = last_start_.find(bound);
        // The gap after a start is that of the rate under which it was leased.
        const bool settled =
            last != last_start_.end() && settings.back().since < last->second.leased_at;
        if (settled && settings.back().rate) {
            const auto gap = Duration{static_cast<std::int64_t>(1e6 / *settings.back().rate)};
            if (lease.not_before - last->second.not_before < gap) {
                complain("leases faster than the rate of bound " +
                         std::to_string(static_cast<int>(bound.first)));
            }
        }
        last_start_[bound] = {lease.not_before, at};
    }
}

/// Answered calls whose lease ran out while their worker could not renew it: they go on, and count
/// for nothing.
std::int64_t Judge::given_up(const std::pair<CapacityKind, base::Uuid>& bound) const {
    std::int64_t calls = 0;
    for (const auto& [number, attempts] : lines_) {
        for (const auto& attempt : attempts) {
            const auto& bounds = all_.at(attempt).bounds;
            const bool here = std::find(bounds.begin(), bounds.end(), bound) != bounds.end();
            if (here && ended_(attempt)) ++calls;
        }
    }
    return calls;
}

void Judge::check_bounds(const Call& call) {
    const auto claimed_at =
        claimed_.at({call.lease.attempt_id(), static_cast<int>(call.lease.epoch())});
    for (const auto& bound : bounds_of(call.lease)) {
        auto live = ++taken_[bound];
        // The most that it allowed between the claim and now.
        std::optional<std::int64_t> most = 0;
        const auto& settings = scene_.bounds.at(bound);
        for (std::size_t i = 0; i < settings.size() && most; ++i) {
            const bool over = i + 1 < settings.size() && settings[i + 1].since < claimed_at;
            if (over) continue;
            most =
                settings[i].most ? std::optional{std::max(*most, *settings[i].most)} : std::nullopt;
        }
        if (most && live > *most) live -= given_up(bound);
        if (most && live > *most) {
            complain(std::to_string(live) + " calls where bound " +
                     std::to_string(static_cast<int>(bound.first)) + " allows " +
                     std::to_string(*most));
        }
    }
}

void Judge::check_hours(const Call& call) {
    const auto& person =
        scene_.people.at(People::place_of(base::ContactId{uuid(call.lease.contact_id())}));
    if (!is_open(*call.venture, person.zones, call.invited_at)) {
        complain("a call outside its hours, at " + base::to_iso8601(call.invited_at) + ", zones " +
                 person.zones);
    }
    if (person.refusal != contact::v1::REFUSAL_UNSPECIFIED) {
        complain("someone was called who may not be");
    }
}

/// Once a pause or an end is acknowledged, a yes from before is good for a quarter of a second.
void Judge::check_status(const Call& call) {
    bool ran = true;
    for (const auto& [at, is] : call.venture->told) {
        const bool runs = is == ExecutionStatus::running;
        if (at <= call.invited_at && (runs || at + 250ms <= call.invited_at)) ran = runs;
    }
    if (!ran) complain("a call of an execution that was paused");
}

void Judge::check_cap(const Call& call) {
    const auto& cap = call.venture->rules.cap;
    auto& dialled = dialled_[call.lease.to()];
    if (cap) {
        const auto lately = std::count_if(dialled.begin(), dialled.end(), [&](const Instant& at) {
            return at > call.invited_at - std::chrono::hours{cap->hours} + 1s;
        });
        if (lately >= cap->calls) complain("a number was dialled more often than its cap allows");
    }
    dialled.push_back(call.invited_at);
}

/// One call at a time. That someone is still on the line whose worker is lost can be known only
/// when the topic was told of the answer as soon as it was there.
void Judge::check_number(const Call& call) {
    const auto check = [&](const std::string& attempt, bool lives) {
        const Seen& other = all_.at(attempt);
        if (other.to != call.lease.to() || other.ends_at <= call.invited_at) return;
        const auto ended = ended_(attempt);
        if (lives && !ended) complain("a number has two calls at once: " + call.lease.to());
        const bool known = ended && other.heard_at && *other.heard_at <= *ended &&
                           *other.heard_at <= *other.answered_at + 2s;
        if (known) complain("a number is called that may still talk: " + call.lease.to());
    };
    for (const auto& attempt : lines_[call.lease.to()]) check(attempt, true);
    for (const auto& attempt : ghosts_) check(attempt, false);
}

void Judge::invited(const Call& call) {
    const auto& attempt = call.lease.attempt_id();
    if (all_.contains(attempt)) complain("an attempt was dialled twice: " + attempt);
    check_number(call);
    check_bounds(call);
    check_hours(call);
    check_status(call);
    check_cap(call);
    all_[attempt] = {.to = call.lease.to(),
                     .bounds = bounds_of(call.lease),
                     .answered_at = call.answered_at,
                     .ends_at = call.ends_at,
                     .outcome = call.outcome};
    lines_[call.lease.to()].insert(attempt);
    last_end_ = std::max(last_end_, call.ends_at);
    ++live_;
}

/// Once.
bool Judge::leave(const std::string& attempt) {
    const Seen& it = all_.at(attempt);
    if (lines_[it.to].erase(attempt) == 0) return false;
    for (const auto& bound : it.bounds) --taken_[bound];
    --live_;
    return true;
}

void Judge::hung_up(const program::v1::Lease& lease) {
    leave(lease.attempt_id());
    ghosts_.erase(lease.attempt_id());
}

void Judge::heard_answer(const std::string& attempt, Instant at) {
    Seen& it = all_.at(attempt);
    if (!it.heard_at) it.heard_at = at;
}

void Judge::lost(const program::v1::Lease& lease, Instant now) {
    const auto& attempt = lease.attempt_id();
    if (leave(attempt) && all_.at(attempt).ends_at > now) ghosts_.insert(attempt);
}

} // namespace hatif::program_scheduler::bench
