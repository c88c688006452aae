#include "recording/studio.hpp"

#include <sys/resource.h>
#include <time.h>

using namespace hatif;
using namespace hatif::recording;
using namespace hatif::recording::testing;

namespace {

double cpu_seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// 20 ms on, as the media thread does it.
void wait_for_the_beat(timespec& next) {
    next.tv_nsec += 20'000'000;
    next.tv_sec += next.tv_nsec / 1'000'000'000;
    next.tv_nsec %= 1'000'000'000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, nullptr);
}

} // namespace

/// Not part of the suite: `recording_integration_test "[cost]"`, beside an optimized build.
TEST_CASE("what a hundred recordings of both sides cost", "[.][cost]") {
    constexpr int calls_at_a_time = 100;
    constexpr int seconds = 20;
    Studio studio;
    auto recorder = studio.recorder();
    std::vector<Call> calls;
    for (std::uint8_t i = 0; i < calls_at_a_time; ++i) {
        auto both = what(i);
        both.both_sides = true;
        calls.emplace_back(recorder->begin(both).value());
    }
    const auto whole = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto here = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    timespec next{};
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (int beat = 0; beat < seconds * 50; ++beat) {
        for (auto& call : calls) call.speaks(42);
        wait_for_the_beat(next);
    }
    const auto painting = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - here;
    const auto writing = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - whole - painting;
    calls.clear();
    REQUIRE(recorder->flush(std::chrono::steady_clock::now() + patience));
    const auto all = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - whole;
    const auto of_a_core = [](double spent) { return 100 * spent / seconds; };
    WARN("100 recordings of both sides: media thread "
         << of_a_core(painting) << " %, writer " << of_a_core(writing) << " % of a core; "
         << "stored for " << 1000 * (all - painting - writing) / 100 << " ms of CPU each of "
         << seconds << " s");
    CHECK(studio.ear.count() == calls_at_a_time);
}
