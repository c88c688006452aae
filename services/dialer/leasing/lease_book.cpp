#include "dialer/leasing/lease_book.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hatif::dialer {

void LeaseBook::put(Entry entry) {
    auto& on = shelf(entry.stand);
    on.push_back(entry);
    places_[entry.ref.attempt] = std::prev(on.end());
}

void LeaseBook::move(Place entry, Stand to) {
    shelf(to).splice(shelf(to).end(), shelf(entry->stand), entry);
    entry->stand = to;
}

void LeaseBook::grant(Place entry) {
    move(entry, Stand::granted);
    auto& on = shelf(Stand::granted);
    auto before = entry; // they mostly come in order
    while (before != on.begin() && due_at(*entry) < due_at(*std::prev(before))) --before;
    on.splice(before, on, entry);
}

LeaseBook::Place LeaseBook::erase(Place entry) {
    places_.erase(entry->ref.attempt);
    return shelf(entry->stand).erase(entry);
}

std::optional<LeaseBook::Place> LeaseBook::find(const base::AttemptId& attempt) const {
    const auto it = places_.find(attempt);
    return it == places_.end() ? std::nullopt : std::optional{it->second};
}

std::optional<LeaseBook::Place> LeaseBook::find(const AttemptRef& ref) const {
    const auto place = find(ref.attempt);
    return place && (*place)->ref == ref ? place : std::nullopt;
}

bool LeaseBook::take(const AttemptRef& ref, const StartTimes& times, SteadyTime now) {
    if (const auto known = find(ref.attempt)) {
        const auto stand = (*known)->stand;
        if (stand == Stand::dialled || stand == Stand::talking) return false; // never dialled twice
        if ((*known)->ref.epoch >= ref.epoch) return false;
        erase(*known);
    }
    put({.ref = ref, .times = times, .taken = now, .renewed = now});
    return true;
}

bool LeaseBook::take_started(const AttemptRef& ref, SteadyTime now) {
    if (find(ref.attempt)) return false;
    put({.ref = ref, .taken = now, .renewed = now, .stand = Stand::dialled, .prepared = true});
    return true;
}

void LeaseBook::prepare(const base::AttemptId& attempt) {
    if (const auto entry = find(attempt)) (*entry)->prepared = true;
}

LeaseBook::Due
LeaseBook::due(SteadyTime now, std::chrono::milliseconds lease_time, std::size_t most) {
    Due due;
    due.overdue = take_off(Stand::held, [&](const Entry& it) { return is_past(it, now); });
    auto& held = shelf(Stand::held);
    const auto starts_by = [&](SteadyTime latest) {
        return [&, latest](const Entry& it) {
            return it.prepared && is_fresh(it, now, lease_time) && due_at(it) <= latest;
        };
    };
    if (std::none_of(held.begin(), held.end(), starts_by(now + soon))) return due;
    const auto is_due = starts_by(now + together);
    for (auto it = held.begin(); it != held.end() && due.ask.size() < most;) {
        const auto entry = it++;
        if (!is_due(*entry)) continue;
        due.ask.push_back(entry->ref);
        move(entry, Stand::asked);
    }
    return due;
}

LeaseBook::Verdict LeaseBook::start_answered(const AttemptRef& ref,
                                             bool yes,
                                             SteadyTime asked,
                                             SteadyTime now,
                                             std::chrono::milliseconds validity) {
    const auto entry = find(ref);
    if (!entry) return yes ? Verdict::give_back : Verdict::drop;
    if ((*entry)->stand != Stand::asked) return Verdict::drop; // heard already
    if (yes && now - asked < validity) {
        (*entry)->asked = asked;
        grant(*entry);
        return Verdict::granted;
    }
    erase(*entry);
    return yes ? Verdict::give_back : Verdict::drop;
}

LeaseBook::Granted LeaseBook::granted(SteadyTime now,
                                      std::chrono::milliseconds lease_time,
                                      std::chrono::milliseconds validity) {
    Granted granted;
    granted.expired = take_off(Stand::granted, [&](const Entry& it) {
        const bool is_usable = now - it.asked < validity && !is_past(it, now) &&
                               is_fresh(it, now, lease_time) && !it.hung_up;
        if (!is_usable && it.times.not_before) pace_.pass_over(*it.times.not_before);
        return !is_usable;
    });
    auto& waiting = shelf(Stand::granted);
    for (auto it = waiting.begin(); it != waiting.end();) {
        const auto entry = it++;
        if (const auto& not_before = entry->times.not_before) {
            if (granted.next) continue;
            const auto turn = pace_.turn_of(*not_before, now);
            if (turn > now) granted.next = turn;
            if (granted.next) continue;
            pace_.leave(*not_before, turn);
        }
        granted.dial.push_back(entry->ref);
        move(entry, Stand::dialled);
    }
    return granted;
}

void LeaseBook::pick_up(const base::AttemptId& attempt) {
    if (const auto entry = find(attempt)) move(*entry, Stand::talking);
}

void LeaseBook::finish(const base::AttemptId& attempt) {
    const auto entry = find(attempt);
    if (!entry) return;
    move(*entry, Stand::finished);
    if ((*entry)->ended) erase(*entry);
}

void LeaseBook::drop(const AttemptRef& ref) {
    if (const auto entry = find(ref)) erase(*entry);
}

std::vector<AttemptRef> LeaseBook::renewable() const {
    std::vector<AttemptRef> all;
    for (const auto& on : shelves_) {
        for (const auto& entry : on) {
            if (!entry.ended) all.push_back(entry.ref);
        }
    }
    return all;
}

void LeaseBook::renewed(const AttemptRef& ref, SteadyTime asked) {
    if (const auto entry = find(ref)) (*entry)->renewed = std::max((*entry)->renewed, asked);
}

bool LeaseBook::ended(const AttemptRef& ref) {
    const auto found = find(ref);
    if (!found) return false;
    auto& entry = **found;
    if (entry.stand == Stand::dialled || entry.stand == Stand::talking) {
        entry.ended = true;
        return entry.stand == Stand::dialled && !std::exchange(entry.told_lost, true);
    }
    erase(*found);
    return false;
}

void LeaseBook::hang_up(const AttemptRef& ref) {
    if (const auto entry = find(ref)) (*entry)->hung_up = true;
}

std::vector<base::AttemptId> LeaseBook::lost(SteadyTime now, std::chrono::milliseconds lease_time) {
    std::vector<base::AttemptId> all;
    for (auto& entry : shelf(Stand::dialled)) {
        if (is_fresh(entry, now, lease_time) || entry.told_lost) continue;
        entry.told_lost = true;
        all.push_back(entry.ref.attempt);
    }
    take_off(Stand::held, [&](const Entry& it) { return now - it.renewed >= lease_time; });
    return all;
}

template <class Condition>
std::vector<AttemptRef> LeaseBook::take_off(Stand stand, Condition condition) {
    std::vector<AttemptRef> all;
    auto& on = shelf(stand);
    for (auto it = on.begin(); it != on.end();) {
        const auto entry = it++;
        if (!condition(*entry)) continue;
        all.push_back(entry->ref);
        erase(entry);
    }
    return all;
}

std::vector<AttemptRef> LeaseBook::take_unprepared(SteadyTime now,
                                                   std::chrono::milliseconds patience) {
    return take_off(Stand::held,
                    [&](const Entry& it) { return !it.prepared && now - it.taken >= patience; });
}

std::vector<AttemptRef> LeaseBook::take_undialled() {
    const auto any = [](const Entry&) { return true; };
    auto all = take_off(Stand::held, any);
    const auto granted = take_off(Stand::granted, any);
    all.insert(all.end(), granted.begin(), granted.end());
    return all;
}

std::size_t LeaseBook::occupied() const {
    return places_.size() - shelf(Stand::finished).size();
}

bool LeaseBook::is_held(const base::AttemptId& attempt) const {
    const auto entry = find(attempt);
    return entry && (*entry)->stand == Stand::held;
}

bool LeaseBook::is_undialled(const base::AttemptId& attempt) const {
    const auto entry = find(attempt);
    return entry && (*entry)->stand < Stand::dialled;
}

} // namespace hatif::dialer
