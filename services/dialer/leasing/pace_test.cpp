#include "dialer/leasing/pace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

using namespace hatif::dialer;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

SteadyTime at(milliseconds after) {
    return SteadyTime{1h} + after;
}

/// When those that are due at these times leave, of a worker that looks at these moments.
std::vector<SteadyTime> leaving(std::deque<SteadyTime> due, const std::vector<SteadyTime>& looks) {
    Pace pace;
    std::vector<SteadyTime> left;
    for (const auto now : looks) {
        while (!due.empty()) {
            const auto turn = pace.turn_of(due.front(), now);
            if (turn > now) break;
            pace.leave(due.front(), turn);
            left.push_back(now);
            due.pop_front();
        }
    }
    return left;
}

std::deque<SteadyTime> spaced(int count, milliseconds gap) {
    std::deque<SteadyTime> due;
    for (int i = 0; i < count; ++i) due.push_back(at(i * gap));
    return due;
}

std::vector<SteadyTime> each_millisecond(milliseconds from, milliseconds until) {
    std::vector<SteadyTime> looks;
    for (auto it = from; it < until; ++it) looks.push_back(at(it));
    return looks;
}

std::ptrdiff_t most_in_100_ms(const std::vector<SteadyTime>& left) {
    std::ptrdiff_t most = 0;
    for (auto it = left.begin(); it != left.end(); ++it) {
        most = std::max(most, std::lower_bound(it, left.end(), *it + 100ms) - it);
    }
    return most;
}

} // namespace

TEST_CASE("whoever is in time leaves at not_before", "[dialer][pace]") {
    const auto due = spaced(50, 10ms);
    const auto left = leaving(due, each_millisecond(0ms, 1s));
    CHECK(std::equal(due.begin(), due.end(), left.begin(), left.end()));
}

TEST_CASE("whoever is in time is no later than the next look, however many they are",
          "[dialer][pace]") {
    std::mt19937 random{7};
    const auto due = spaced(2000, 1ms);
    std::vector<SteadyTime> looks;
    for (auto now = at(0ms); now < at(3s); now += milliseconds{1 + random() % 20}) {
        looks.push_back(now);
    }
    const auto left = leaving(due, looks);
    REQUIRE(left.size() == due.size());
    for (std::size_t i = 0; i < left.size(); ++i) REQUIRE(left[i] - due[i] < 20ms);
}

TEST_CASE("those who are late together follow each other a tenth faster than they were to",
          "[dialer][pace]") {
    const auto left = leaving(spaced(50, 10ms), each_millisecond(400ms, 1s));
    REQUIRE(left.size() == 50);
    CHECK(left[2] == at(400ms)); // what a worker that is in time may let go at once
    for (std::size_t i = 3; i < left.size(); ++i) {
        const auto gap = left[i] - left[i - 1];
        CHECK(gap >= (i == 3 ? 2ms : 9ms));
        CHECK(gap <= 10ms);
    }
}

TEST_CASE("what was late is caught up, however seldom it is looked", "[dialer][pace]") {
    for (const auto between : {1ms, 7ms, 20ms}) {
        std::vector<SteadyTime> looks;
        for (auto now = at(200ms); now < at(4s); now += between) looks.push_back(now);
        const auto left = leaving(spaced(300, 10ms), looks);
        REQUIRE(left.size() == 300);
        CHECK(left.front() == at(200ms));
        CHECK(left.back() < at(2990ms) + between);
    }
}

TEST_CASE("a pause between them is not kept", "[dialer][pace]") {
    const auto left = leaving({at(0ms), at(10s)}, each_millisecond(10s, 11s));
    CHECK(left == std::vector{at(10s), at(10s + 103ms)});
}

TEST_CASE("whoever goes back leaves their place to the next", "[dialer][pace]") {
    Pace pace;
    pace.leave(at(0ms), at(100ms));
    CHECK(pace.turn_of(at(11ms), at(100ms)) == at(110ms));
    pace.pass_over(at(11ms));
    CHECK(pace.turn_of(at(22ms), at(100ms)) == at(110ms));
}

TEST_CASE("those of one moment leave together, in time or late", "[dialer][pace]") {
    const std::deque<SteadyTime> due(40, at(0ms));
    CHECK(most_in_100_ms(leaving(due, {at(0ms)})) == 40);
    CHECK(most_in_100_ms(leaving(due, {at(70ms)})) == 40);
}

TEST_CASE("in no 100 ms more than a tenth above the rate leave, however a thread stands still",
          "[dialer][pace]") {
    std::mt19937 random{20261123};
    for (int round = 0; round < 300; ++round) {
        const double per_second = 1 + std::exp(std::uniform_real_distribution{0.0, 7.0}(random));
        const std::chrono::duration<double> gap{1 / per_second};
        std::deque<SteadyTime> due;
        for (int i = 0; i < 400; ++i) {
            due.push_back(at(0ms) + std::chrono::duration_cast<SteadyTime::duration>(i * gap));
        }
        std::vector<SteadyTime> looks;
        auto now = at(0ms);
        for (const auto end = due.back() + 30s; now < end;) {
            looks.push_back(now);
            now += milliseconds{random() % 300 == 0 ? random() % 400 : 1 + random() % 20};
        }
        const auto left = leaving(due, looks);
        REQUIRE(left.size() == due.size());
        for (std::size_t i = 0; i < left.size(); ++i) REQUIRE(left[i] >= due[i]);
        const double most = 1.1 * per_second * (0.1 + 0.025) + 1;
        CAPTURE(round, per_second);
        REQUIRE(static_cast<double>(most_in_100_ms(left)) <= most);
    }
}
