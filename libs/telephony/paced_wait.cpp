#include "telephony/paced_wait.hpp"

#include <sys/epoll.h>
#include <time.h>

#include <algorithm>
#include <chrono>

namespace hatif::telephony {

namespace {

using namespace std::chrono;
using Steady = steady_clock;

constexpr milliseconds round_length{5};

struct Pace {
    bool on = false;
    bool busy = false; ///< what came last came within a round of what came before
    Steady::time_point round_began{};
};
thread_local Pace pace;

void sleep_until(Steady::time_point when) {
    const auto since = when.time_since_epoch();
    const auto whole = floor<seconds>(since);
    const timespec until{whole.count(), nanoseconds{since - whole}.count()};
    // Whatever interrupts it: the wait after it takes what is left.
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

/// -1: for ever.
int left_until(Steady::time_point end, Steady::time_point now) {
    if (end == Steady::time_point::max()) return -1;
    return static_cast<int>(std::max(ceil<milliseconds>(end - now), milliseconds{0}).count());
}

} // namespace

/// As epoll_wait, in rounds.
static int wait_paced(int set, epoll_event* events, int most, int timeout) {
    const auto look = [&](int patience) {
        return epoll_pwait(set, events, most, patience, nullptr);
    };
    if (const int ready = look(0); ready != 0) return ready; // the round goes on
    auto now = Steady::now();
    const auto end =
        timeout < 0 ? Steady::time_point::max() : now + milliseconds{std::max(timeout, 1)};
    if (pace.busy) {
        const auto next = std::min(pace.round_began + round_length, end);
        if (next > now) sleep_until(next);
        pace.round_began = now = Steady::now();
        if (const int ready = look(0); ready != 0) return ready;
    }
    const int ready = look(left_until(end, now));
    const auto woken = Steady::now();
    pace.busy = woken - pace.round_began < round_length;
    pace.round_began = woken;
    return ready;
}

void pace_waits() {
    pace.on = true;
}

/// For the C library's name below.
static int wait(int set, epoll_event* events, int most, int timeout) {
    if (pace.on) return wait_paced(set, events, most, timeout);
    return epoll_pwait(set, events, most, timeout, nullptr);
}

} // namespace hatif::telephony

// Stands before the C library's, for sofia's calls too: the libraries that a program is linked with
// look their symbols up in the program first.
extern "C" int epoll_wait(int set, epoll_event* events, int most, int timeout) {
    return hatif::telephony::wait(set, events, most, timeout);
}
