#include "telephony/timers.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace hatif::telephony;

namespace {

SteadyTime at(std::int64_t milliseconds) {
    return SteadyTime{std::chrono::milliseconds{milliseconds}};
}

} // namespace

TEST_CASE("timers fire in the order of their times, and of one time in that of adding",
          "[unit][timers]") {
    Timers timers;
    std::string fired;
    timers.add(at(3), [&] { fired += 'c'; });
    timers.add(at(1), [&] { fired += 'a'; });
    timers.add(at(3), [&] { fired += 'd'; });
    timers.add(at(2), [&] { fired += 'b'; });
    CHECK(timers.next() == at(1));
    CHECK_FALSE(timers.take_due(at(0)));
    while (const auto task = timers.take_due(at(3))) (*task)();
    CHECK(fired == "abcd");
    CHECK_FALSE(timers.next());
}

TEST_CASE("a timer that has fired is not mistaken for the one that has its slot now",
          "[unit][timers]") {
    Timers timers;
    const auto first = timers.add(at(1), [] {});
    REQUIRE(timers.take_due(at(1)));
    timers.cancel(first);
    timers.add(at(2), [] {});
    timers.cancel(first);
    CHECK(timers.next() == at(2));
    timers.cancel(TimerId{0});
    timers.cancel(TimerId{~std::uint64_t{0}});
    CHECK(timers.next() == at(2));
}

TEST_CASE("any mixture of adding, cancelling and firing goes as a sorted map does it",
          "[unit][timers]") {
    std::mt19937 random{5};
    Timers timers;
    std::map<std::pair<SteadyTime, int>, TimerId> oracle;
    std::vector<TimerId> all;
    int fired = -1;
    for (int i = 0; i < 10'000; ++i) {
        const auto choice = random() % 5;
        if (choice < 2) {
            const auto when = at(static_cast<std::int64_t>(random() % 1'000));
            const auto id = timers.add(when, [&fired, i] { fired = i; });
            oracle.emplace(std::pair{when, i}, id);
            all.push_back(id);
        } else if (choice < 4 && !all.empty()) {
            const auto id = all[random() % all.size()];
            timers.cancel(id);
            std::erase_if(oracle, [&](const auto& it) { return it.second == id; });
        } else if (auto task = timers.take_due(at(static_cast<std::int64_t>(random() % 1'000)))) {
            (*task)();
            REQUIRE(fired == oracle.begin()->first.second);
            oracle.erase(oracle.begin());
        }
        if (i % 64 == 0) all.clear();
        REQUIRE(timers.next().has_value() == !oracle.empty());
        if (!oracle.empty()) REQUIRE(*timers.next() == oracle.begin()->first.first);
    }
}
