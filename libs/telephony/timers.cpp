#include "telephony/timers.hpp"

#include <utility>

namespace hatif::telephony {

namespace {

constexpr unsigned slot_bits = 32;

} // namespace

TimerId Timers::add(SteadyTime when, Task task) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_.back();
    free_.pop_back();
    auto& slot = slots_[index];
    slot.task = std::move(task);
    ++slot.uses;
    heap_.push_back({when, ++last_order_, index});
    slot.place = heap_.size() - 1;
    rise(slot.place);
    return TimerId{std::uint64_t{slot.uses} << slot_bits | index};
}

void Timers::cancel(TimerId timer) {
    const auto index = static_cast<std::uint32_t>(timer.value());
    if (index >= slots_.size()) return;
    const auto& slot = slots_[index];
    const bool waits = slot.uses == timer.value() >> slot_bits && slot.place < heap_.size() &&
                       heap_[slot.place].slot == index;
    if (waits) take(slot.place);
}

std::optional<SteadyTime> Timers::next() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().when;
}

std::optional<Task> Timers::take_due(SteadyTime now) {
    if (heap_.empty() || heap_.front().when > now) return std::nullopt;
    return take(0);
}

void Timers::put(std::size_t place, const Waiting& it) {
    heap_[place] = it;
    slots_[it.slot].place = place;
}

void Timers::rise(std::size_t place) {
    const auto it = heap_[place];
    while (place > 0) {
        const auto above = (place - 1) / 2;
        if (!(it < heap_[above])) break;
        put(place, heap_[above]);
        place = above;
    }
    put(place, it);
}

void Timers::sink(std::size_t place) {
    const auto it = heap_[place];
    while (true) {
        auto below = 2 * place + 1;
        if (below >= heap_.size()) break;
        if (below + 1 < heap_.size() && heap_[below + 1] < heap_[below]) ++below;
        if (!(heap_[below] < it)) break;
        put(place, heap_[below]);
        place = below;
    }
    put(place, it);
}

/// Takes one out of the heap and gives its slot back.
Task Timers::take(std::size_t place) {
    const auto index = heap_[place].slot;
    const auto last = heap_.back();
    heap_.pop_back();
    if (place < heap_.size()) {
        put(place, last);
        rise(place);
        sink(slots_[last.slot].place);
    }
    free_.push_back(index);
    return std::exchange(slots_[index].task, nullptr);
}

} // namespace hatif::telephony
