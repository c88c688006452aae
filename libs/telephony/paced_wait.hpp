#pragma once

namespace hatif::telephony {

/// From now on this thread's epoll_wait, sofia's calls of it included, serves in rounds, as a
/// network card raises its interrupts: while events come closer together than a round, the thread
/// sleeps to the end of the round and then finds all of them at once. When they come seldom, each
/// wakes it at once. It saves the wake-ups and the caches that a thread finds cold after each of
/// them: at 200 calls a second it wakes half as often. The price: up to a round (5 ms) later.
///
/// And epoll_wait(…, 0) waits a millisecond: sofia cuts the time to its next timer down to whole
/// milliseconds, and in the last one asks epoll not to wait at all, over and over.
void pace_waits();

} // namespace hatif::telephony
