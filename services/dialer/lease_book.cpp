#include "dialer/lease_book.hpp"

#include <algorithm>

namespace hatif::dialer {

bool LeaseBook::take(const AttemptRef& ref, const StartTimes& times, SteadyTime now) {
    const auto it = entries_.find(ref.attempt);
    if (it != entries_.end()) {
        const auto stand = it->second.stand;
        if (stand == Stand::dialled || stand == Stand::talking) return false; // never dialled twice
        if (it->second.epoch >= ref.epoch) return false;
        entries_.erase(it);
    }
    Entry entry;
    entry.epoch = ref.epoch;
    entry.times = times;
    entry.taken = now;
    entry.renewed = now;
    entries_.emplace(ref.attempt, entry);
    return true;
}

LeaseBook::Entry* LeaseBook::find(const AttemptRef& ref) {
    const auto it = entries_.find(ref.attempt);
    return it == entries_.end() || it->second.epoch != ref.epoch ? nullptr : &it->second;
}

void LeaseBook::prepare(const base::AttemptId& attempt) {
    const auto it = entries_.find(attempt);
    if (it != entries_.end()) it->second.prepared = true;
}

LeaseBook::Due
LeaseBook::due(SteadyTime now, std::chrono::milliseconds lease_time, std::size_t most) {
    Due due;
    for (auto it = entries_.begin(); it != entries_.end();) {
        auto& entry = it->second;
        const AttemptRef ref{it->first, entry.epoch};
        if (entry.stand != Stand::held) {
            ++it;
            continue;
        }
        if (entry.times.not_after && now >= *entry.times.not_after) {
            due.overdue.push_back(ref);
            it = entries_.erase(it);
            continue;
        }
        const bool early = entry.times.not_before && now < *entry.times.not_before;
        const bool fresh = now - entry.renewed < lease_time / 2;
        if (!early && fresh && entry.prepared && due.ask.size() < most) {
            entry.stand = Stand::asked;
            due.ask.push_back(ref);
        }
        ++it;
    }
    return due;
}

LeaseBook::Verdict LeaseBook::start_answered(const AttemptRef& ref,
                                             bool yes,
                                             SteadyTime asked,
                                             SteadyTime now,
                                             std::chrono::milliseconds validity) {
    auto* entry = find(ref);
    if (entry == nullptr) return yes ? Verdict::give_back : Verdict::drop;
    if (entry->stand != Stand::asked) return Verdict::drop; // dialled already
    if (yes && now - asked < validity) {
        entry->stand = Stand::dialled;
        return Verdict::dial;
    }
    entries_.erase(ref.attempt);
    return yes ? Verdict::give_back : Verdict::drop;
}

void LeaseBook::pick_up(const base::AttemptId& attempt) {
    const auto it = entries_.find(attempt);
    if (it != entries_.end()) it->second.stand = Stand::talking;
}

void LeaseBook::finish(const base::AttemptId& attempt) {
    const auto it = entries_.find(attempt);
    if (it == entries_.end()) return;
    it->second.stand = Stand::finished;
    if (it->second.ended) entries_.erase(it);
}

void LeaseBook::drop(const AttemptRef& ref) {
    if (find(ref) != nullptr) entries_.erase(ref.attempt);
}

std::vector<AttemptRef> LeaseBook::renewable() const {
    std::vector<AttemptRef> all;
    for (const auto& [attempt, entry] : entries_) {
        if (!entry.ended) all.push_back({attempt, entry.epoch});
    }
    return all;
}

void LeaseBook::renewed(const AttemptRef& ref, SteadyTime asked) {
    if (auto* entry = find(ref)) entry->renewed = std::max(entry->renewed, asked);
}

bool LeaseBook::ended(const AttemptRef& ref) {
    auto* entry = find(ref);
    if (entry == nullptr) return false;
    if (entry->stand == Stand::dialled || entry->stand == Stand::talking) {
        entry->ended = true;
        return entry->stand == Stand::dialled && !std::exchange(entry->told_lost, true);
    }
    entries_.erase(ref.attempt);
    return false;
}

std::vector<base::AttemptId> LeaseBook::lost(SteadyTime now, std::chrono::milliseconds lease_time) {
    std::vector<base::AttemptId> all;
    for (auto it = entries_.begin(); it != entries_.end();) {
        auto& entry = it->second;
        const auto age = now - entry.renewed;
        if (entry.stand == Stand::dialled && age >= lease_time / 2 && !entry.told_lost) {
            entry.told_lost = true;
            all.push_back(it->first);
        }
        const bool run_out = entry.stand == Stand::held && age >= lease_time;
        it = run_out ? entries_.erase(it) : std::next(it);
    }
    return all;
}

template <class Condition>
std::vector<AttemptRef> LeaseBook::take_held(Condition condition) {
    std::vector<AttemptRef> all;
    for (auto it = entries_.begin(); it != entries_.end();) {
        const bool taken = it->second.stand == Stand::held && condition(it->second);
        if (taken) all.push_back({it->first, it->second.epoch});
        it = taken ? entries_.erase(it) : std::next(it);
    }
    return all;
}

std::vector<AttemptRef> LeaseBook::take_unprepared(SteadyTime now,
                                                   std::chrono::milliseconds patience) {
    return take_held([&](const Entry& it) { return !it.prepared && now - it.taken >= patience; });
}

std::vector<AttemptRef> LeaseBook::take_unstarted() {
    return take_held([](const Entry&) { return true; });
}

std::size_t LeaseBook::occupied() const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(),
                      [](const auto& it) { return it.second.stand != Stand::finished; }));
}

bool LeaseBook::is_held(const base::AttemptId& attempt) const {
    const auto it = entries_.find(attempt);
    return it != entries_.end() && it->second.stand == Stand::held;
}

bool LeaseBook::is_asked(const base::AttemptId& attempt) const {
    const auto it = entries_.find(attempt);
    return it != entries_.end() && it->second.stand == Stand::asked;
}

} // namespace hatif::dialer
