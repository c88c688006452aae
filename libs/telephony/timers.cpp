#include "telephony/timers.hpp"

namespace hatif::telephony {

TimerId Timers::add(SteadyTime when, Task task) {
    const auto id = ++last_id_;
    waiting_.emplace(Key{when, id}, std::move(task));
    when_.emplace(id, when);
    return TimerId{id};
}

void Timers::cancel(TimerId timer) {
    const auto found = when_.find(timer.value());
    if (found == when_.end()) return;
    waiting_.erase({found->second, timer.value()});
    when_.erase(found);
}

std::optional<SteadyTime> Timers::next() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first.first;
}

std::optional<Task> Timers::take_due(SteadyTime now) {
    if (waiting_.empty() || waiting_.begin()->first.first > now) return std::nullopt;
    auto first = waiting_.extract(waiting_.begin());
    when_.erase(first.key().second);
    return std::move(first.mapped());
}

} // namespace hatif::telephony
