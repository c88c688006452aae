#include "telephony/whole_wait.hpp"

#include <sys/epoll.h>

namespace hatif::telephony {

namespace {

thread_local bool whole = false;

} // namespace

void wait_whole_milliseconds() {
    whole = true;
}

/// As long as epoll is asked to wait.
static int wait_of(int timeout) {
    return whole && timeout == 0 ? 1 : timeout;
}

} // namespace hatif::telephony

// Stands before the C library's, for sofia's calls too: the libraries that a program is linked with
// look their symbols up in the program first.
extern "C" int epoll_wait(int set, epoll_event* events, int most, int timeout) {
    return epoll_pwait(set, events, most, hatif::telephony::wait_of(timeout), nullptr);
}
