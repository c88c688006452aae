#include "forecast/waiting_crowd.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace hatif::forecast {

using base::Instant;

bool WaitingCrowd::is_open(Instant at) const {
    const auto* open = stretch(at);
    return open != nullptr && open->opens <= at;
}

std::optional<Instant> WaitingCrowd::next_call(Instant at) const {
    if (queue_.empty()) return std::nullopt;
    at = std::max(at, queue_.begin()->first.first);
    const auto* open = stretch(at);
    if (open == nullptr) return std::nullopt;
    return std::max(at, open->opens);
}

std::int64_t WaitingCrowd::due(Instant at) const {
    std::int64_t people = 0;
    for (const auto& [key, waiting] : queue_) {
        if (key.first > at) break;
        people += waiting;
    }
    return people;
}

std::optional<Instant> WaitingCrowd::first_due(Instant by) const {
    if (queue_.empty() || queue_.begin()->first.first > by) return std::nullopt;
    return queue_.begin()->first.first;
}

void WaitingCrowd::plan(std::int64_t people, Instant at, bool for_their_hours) {
    const auto* open = for_their_hours ? stretch(at) : nullptr;
    unplanned_ -= people;
    enqueue(open == nullptr ? at : std::max(at, open->opens), {}, people);
}

void WaitingCrowd::enqueue(Instant due, const History& history, std::int64_t people) {
    if (people > 0) queue_[{due, history}] += people;
}

void WaitingCrowd::wait_for_hours(Instant at) {
    const auto* open = stretch(at);
    if (open == nullptr || open->opens <= at) return;
    while (!queue_.empty() && queue_.begin()->first.first < open->opens) {
        const auto [key, people] = *queue_.begin();
        queue_.erase(queue_.begin());
        enqueue(open->opens, key.second, people);
    }
}

std::vector<std::pair<History, std::int64_t>> WaitingCrowd::take_first(std::int64_t most) {
    const Instant first = queue_.begin()->first.first;
    const auto end = queue_.lower_bound({first + base::Duration{1}, {}});
    std::int64_t people = 0;
    for (auto it = queue_.begin(); it != end; ++it) people += it->second;
    most = std::min(most, people);
    std::vector<std::pair<History, std::int64_t>> taken;
    for (auto it = queue_.begin(); it != end;) {
        const auto own = it->second;
        people -= own;
        const std::int64_t part =
            std::llround(static_cast<double>(own) / static_cast<double>(people + own) *
                         static_cast<double>(most));
        const auto share =
            std::clamp(part, std::max<std::int64_t>(most - people, 0), std::min(most, own));
        most -= share;
        it->second -= share;
        if (share > 0) taken.emplace_back(it->first.second, share);
        it = it->second == 0 ? queue_.erase(it) : std::next(it);
    }
    return taken;
}

} // namespace hatif::forecast
