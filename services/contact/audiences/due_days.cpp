#include "contact/audiences/due_days.hpp"

#include <chrono>

namespace hatif::contact {

namespace {

using std::chrono::days;

// No clocks are further from UTC, and none were turned by more than a day.
constexpr auto far = days{3};

base::Instant local_day(const zone::Zone& zone, base::Instant at) {
    return std::chrono::floor<days>(at + zone.offset_at(at));
}

} // namespace

base::Instant beginning_of(const zone::Zone& zone, base::Instant day) {
    // From one stretch of one offset to the next, until its clocks are there.
    for (auto from = day - far;;) {
        const auto there = day - zone.offset_at(from);
        if (there <= from) return from; // skipped
        const auto next = zone.next_transition(from);
        if (!next || there < *next) return there;
        from = *next;
    }
}

std::vector<DueDay>
days_beginning_in(const zone::Zone& zone, base::Instant after, base::Instant until) {
    std::vector<DueDay> due;
    if (until <= after) return due;
    // One day more at both ends: clocks that go back at midnight show a day before it has begun.
    const auto last = local_day(zone, until) + days{1};
    for (auto day = local_day(zone, after) - days{1}; day <= last; day += days{1}) {
        const auto begins = beginning_of(zone, day);
        if (begins > after && begins <= until) due.push_back({day, begins});
    }
    return due;
}

} // namespace hatif::contact
