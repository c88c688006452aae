#include "observability/signals.hpp"

#include <semaphore.h>

#include <cerrno>
#include <csignal>

namespace hatif::observability {

namespace {

sem_t arrived;
volatile std::sig_atomic_t which = 0;

// Only what a signal handler may do.
void note(int signal) {
    which = signal;
    sem_post(&arrived);
}

} // namespace

int wait_for_signal() {
    sem_init(&arrived, 0, 0);
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND); // the second one takes its usual effect
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    while (sem_wait(&arrived) != 0 && errno == EINTR) {
    }
    return which;
}

} // namespace hatif::observability
