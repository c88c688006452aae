#pragma once

namespace hatif::telephony {

/// On this thread epoll_wait(…, 0) waits a millisecond from now on, unless something is ready.
///
/// sofia cuts the time to its next timer down to whole milliseconds: in the last one it asks epoll
/// not to wait at all, over and over. At 200 calls a second that was a quarter of the SIP thread's
/// time. Its timers may now be a millisecond late.
void wait_whole_milliseconds();

} // namespace hatif::telephony
