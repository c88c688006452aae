#include "telephony/sip_thread.hpp"
#include "telephony/timers.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <string>
#include <vector>

using namespace hatif::telephony;
using namespace std::chrono_literals;

namespace {

const SteadyTime start{100s};

/// Runs all that is due.
void run(Timers& timers, SteadyTime now) {
    while (auto task = timers.take_due(now)) (*task)();
}

} // namespace

TEST_CASE("timers fire in the order of their time, each once", "[telephony][timers]") {
    Timers timers;
    std::string fired;
    timers.add(start + 2s, [&] { fired += 'b'; });
    timers.add(start + 1s, [&] { fired += 'a'; });
    timers.add(start + 3s, [&] { fired += 'c'; });
    CHECK(timers.next() == start + 1s);
    run(timers, start + 2s);
    CHECK(fired == "ab");
    run(timers, start + 9s);
    CHECK(fired == "abc");
    CHECK_FALSE(timers.next().has_value());
}

TEST_CASE("a timer that was cancelled does not fire", "[telephony][timers]") {
    Timers timers;
    bool fired = false;
    const auto id = timers.add(start, [&] { fired = true; });
    timers.cancel(id);
    timers.cancel(id);
    timers.cancel(TimerId{99});
    run(timers, start + 1s);
    CHECK_FALSE(fired);
}

TEST_CASE("a timer may set and cancel others while it fires", "[telephony][timers]") {
    Timers timers;
    std::string fired;
    const auto victim = timers.add(start + 2s, [&] { fired += 'x'; });
    timers.add(start + 1s, [&] {
        timers.cancel(victim);
        timers.add(start + 1s, [&] { fired += 'n'; });
    });
    run(timers, start + 2s);
    CHECK(fired == "n");
}

TEST_CASE("tasks run on the SIP thread in the order they were posted", "[telephony][thread]") {
    SipThread thread;
    std::vector<int> ran;
    for (int i = 0; i < 1'000; ++i) REQUIRE(thread.post([&ran, i] { ran.push_back(i); }));
    bool was_there = false;
    thread.run([&] { was_there = thread.is_here(); });
    CHECK(was_there);
    CHECK_FALSE(thread.is_here());
    REQUIRE(ran.size() == 1'000);
    CHECK(std::is_sorted(ran.begin(), ran.end()));
}

TEST_CASE("the thread's timers fire, and not before their time", "[telephony][thread]") {
    SipThread thread;
    std::promise<SteadyTime> fired;
    SteadyTime wanted;
    thread.run([&] {
        wanted = std::chrono::steady_clock::now() + 20ms;
        thread.at(wanted + 1h, [] {});
        thread.at(wanted, [&] { fired.set_value(std::chrono::steady_clock::now()); });
    });
    CHECK(fired.get_future().get() >= wanted);
}

TEST_CASE("what a task throws is thrown where it was asked for", "[telephony][thread]") {
    SipThread thread;
    CHECK_THROWS_AS(thread.run([] { throw std::runtime_error{"no"}; }), std::runtime_error);
}
