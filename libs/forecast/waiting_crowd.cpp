#include "forecast/waiting_crowd.hpp"

#include <algorithm>

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

std::pair<History, std::int64_t> WaitingCrowd::take_first(std::int64_t most) {
    const auto first = queue_.begin();
    const auto history = first->first.second;
    const auto taken = std::min(most, first->second);
    first->second -= taken;
    if (first->second == 0) queue_.erase(first);
    return {history, taken};
}

} // namespace hatif::forecast
