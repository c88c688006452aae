#include "telephony/paced_wait.hpp"

#include <catch2/catch.hpp>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <thread>

using namespace hatif::telephony;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// Something to wait for, and the set that waits for it.
struct Bell {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    int set = epoll_create1(EPOLL_CLOEXEC);

    Bell() {
        epoll_event event{};
        event.events = EPOLLIN;
        epoll_ctl(set, EPOLL_CTL_ADD, fd, &event);
    }
    ~Bell() {
        close(fd);
        close(set);
    }
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    void ring() const { REQUIRE(eventfd_write(fd, 1) == 0); }

    int wait(int timeout) const {
        epoll_event event{};
        return epoll_wait(set, &event, 1, timeout);
    }

    eventfd_t rung() const {
        eventfd_t times = 0;
        return eventfd_read(fd, &times) == 0 ? times : 0;
    }
};

/// On a thread of its own, since a thread paces its waits for good.
template <class Work>
void on_paced_thread(Work work) {
    std::thread{[&] {
        pace_waits();
        work();
    }}.join();
}

} // namespace

TEST_CASE("events that come close together are served in rounds, none is missed",
          "[telephony][wait]") {
    constexpr int rings = 400;
    const Bell bell;
    std::thread ringer{[&] {
        for (int i = 0; i < rings; ++i) {
            eventfd_write(bell.fd, 1);
            std::this_thread::sleep_for(500us); // the pace of the events, nothing is waited for
        }
    }};
    eventfd_t heard = 0;
    int rounds = 0;
    on_paced_thread([&] {
        while (heard < rings) {
            bell.wait(-1);
            heard += bell.rung();
            ++rounds;
        }
    });
    ringer.join();
    CHECK(heard == rings);
    CHECK(rounds < rings / 2); // 40 of 5 ms, were the clock alone to say
}

TEST_CASE("what has come already is served at once, also in a busy time", "[telephony][wait]") {
    const Bell bell;
    on_paced_thread([&] {
        for (int i = 0; i < 1'000; ++i) {
            bell.ring();
            REQUIRE(bell.wait(-1) == 1);
        }
        const auto begun = steady_clock::now();
        for (int i = 0; i < 1'000; ++i) bell.wait(-1); // it was never read: still ready
        CHECK(steady_clock::now() - begun < 1'000 * 5ms);
    });
}

TEST_CASE("a wait ends with its time, in a calm and in a busy time", "[telephony][wait]") {
    const Bell bell;
    on_paced_thread([&] {
        for (const int timeout : {20, 1, 7, 20}) {
            CAPTURE(timeout);
            const auto begun = steady_clock::now();
            CHECK(bell.wait(timeout) == 0);
            CHECK(steady_clock::now() - begun >= milliseconds{timeout});
        }
    });
}

TEST_CASE("a wait for no time at all is one of a millisecond", "[telephony][wait]") {
    const Bell bell;
    on_paced_thread([&] {
        const auto begun = steady_clock::now();
        CHECK(bell.wait(0) == 0);
        CHECK(steady_clock::now() - begun >= 1ms);
    });
    CHECK(bell.wait(0) == 0); // other threads wait as they always did
}
