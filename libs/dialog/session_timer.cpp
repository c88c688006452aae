#include "dialog/session_timer.hpp"

#include <algorithm>

namespace hatif::dialog {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::optional<Interval> interval_of_answer(const std::optional<SessionExpires>& answered,
                                           seconds least) {
    if (!answered || answered->delta <= seconds{0}) return std::nullopt;
    // An answer that names nobody leaves it to who asked.
    return Interval{std::max(answered->delta, least), answered->uac_refreshes.value_or(true)};
}

TimerAnswer answer_timer(const TimerWish& wish, seconds ours) {
    if (!wish.expires) {
        if (ours <= seconds{0}) return {};
        return {.interval = Interval{std::max({ours, wish.least, shortest_interval}), true}};
    }
    if (wish.expires->delta < shortest_interval) {
        // Who does not know timers did not write this: a proxy did, and cannot be told.
        return {.too_short = wish.supported};
    }
    const bool uac = wish.supported && wish.expires->uac_refreshes.value_or(true);
    return {.interval = Interval{wish.expires->delta, !uac}};
}

milliseconds refresh_after(const Interval& interval) {
    return milliseconds{interval.expires} / 2;
}

milliseconds give_up_after(const Interval& interval) {
    const milliseconds whole{interval.expires};
    if (interval.we_refresh) return whole;
    return whole - std::min<milliseconds>(seconds{32}, whole / 3);
}

} // namespace hatif::dialog
