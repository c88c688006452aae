#include "media/port_pool.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <vector>

using hatif::media::PortPool;

namespace {

const PortPool::SteadyTime now{std::chrono::seconds{100}};

int number(const std::optional<PortPool::Port>& port) {
    return port ? port->number : 0;
}

} // namespace

TEST_CASE("only even ports are given whose odd neighbour is in the range", "[media][ports]") {
    PortPool pool{10'001, 10'006};
    CHECK(number(pool.take()) == 10'002);
    CHECK(number(pool.take()) == 10'004);
    CHECK_FALSE(pool.take().has_value());
    CHECK(PortPool(65'534, 65'535).free() == 1);
    CHECK(PortPool(65'534, 65'534).free() == 0);
}

TEST_CASE("a port rests until all others were used", "[media][ports]") {
    PortPool pool{10'000, 10'005};
    const int first = number(pool.take());
    pool.give(static_cast<std::uint16_t>(first), now);
    CHECK(number(pool.take()) != first);
    CHECK(number(pool.take()) != first);
    const auto again = pool.take();
    CHECK(number(again) == first);
    CHECK(again->left == now);
}

TEST_CASE("no port is given twice, and always the longest-rested", "[media][ports]") {
    std::mt19937 random{7};
    PortPool pool{20'000, 20'063};
    std::map<int, PortPool::SteadyTime> left; // the oracle: who rests since when
    for (int port = 20'000; port < 20'063; port += 2) left[port] = {};
    std::vector<int> used;
    auto time = now;
    for (int i = 0; i < 20'000; ++i) {
        time += std::chrono::milliseconds{1};
        if (random() % 2 == 0) {
            const int port = number(pool.take());
            REQUIRE((port == 0) == left.empty());
            if (port == 0) continue;
            for (const auto& [other, since] : left) REQUIRE(left.at(port) <= since);
            left.erase(port);
            used.push_back(port);
        } else if (!used.empty()) {
            std::swap(used[random() % used.size()], used.back());
            pool.give(static_cast<std::uint16_t>(used.back()), time);
            left[used.back()] = time;
            used.pop_back();
        }
    }
}
