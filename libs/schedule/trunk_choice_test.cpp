#include "schedule/trunk_choice.hpp"

#include "schedule/allocation.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <random>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};

/// Calls of one organization from one number, by these trunks.
struct Calls {
    explicit Calls(std::vector<Trunk> trunks) {
        room.organizations.resize(1);
        room.programs.resize(1);
        room.dids.resize(1);
        room.trunks = std::move(trunks);
        carried.resize(room.trunks.size());
    }

    /// In rounds of this size; nobody hangs up.
    std::vector<std::size_t> make(std::int64_t count, std::int64_t at_once) {
        std::vector<std::size_t> order;
        while (count > 0) {
            std::vector<Demand> due{{0, 0, {0}, count}};
            const auto places = allocate(room, due, at_once, noon, 300ms);
            if (places.empty()) break;
            for (const Place& it : places) {
                ++carried[it.trunk];
                order.push_back(it.trunk);
            }
            count -= static_cast<std::int64_t>(places.size());
        }
        return order;
    }

    Room room;
    std::vector<std::int64_t> carried;
};

Trunk weighing(std::int64_t weight, std::int64_t priority = 0) {
    return {.weight = weight, .priority = priority};
}

} // namespace

TEST_CASE("trunks carry calls by their weights, evenly at every moment, in rounds of any size",
          "[schedule][trunk_choice]") {
    std::mt19937 random{17};
    for (int run = 0; run < 60; ++run) {
        std::vector<Trunk> trunks;
        std::int64_t total = 0;
        for (unsigned i = 0; i < 1 + random() % 5; ++i) {
            trunks.push_back(weighing(1 + static_cast<std::int64_t>(random() % 100)));
            total += trunks.back().weight;
        }
        Calls calls{trunks};
        const auto order = calls.make(1'500, 1 + static_cast<std::int64_t>(random() % 50));
        std::vector<std::int64_t> so_far(trunks.size());
        for (std::size_t n = 0; n < order.size(); ++n) {
            ++so_far[order[n]];
            for (std::size_t i = 0; i < trunks.size(); ++i) {
                const double share = static_cast<double>(n + 1) *
                                     static_cast<double>(trunks[i].weight) /
                                     static_cast<double>(total);
                // Never more than one call behind, nor ahead by more than the others are behind.
                const double ahead = static_cast<double>(so_far[i]) - share;
                if (std::abs(ahead) >= static_cast<double>(trunks.size())) {
                    CAPTURE(run, n, i, ahead);
                    FAIL("one trunk runs away");
                }
            }
        }
    }
}

TEST_CASE("trunks of a lower priority number are filled first", "[schedule][trunk_choice]") {
    Calls calls{{weighing(10, 1), weighing(10, 0), weighing(10, 2)}};
    calls.room.trunks[1].bound.max_concurrent = 20;
    calls.room.trunks[0].bound.max_concurrent = 5;
    calls.make(40, 7);
    CHECK(calls.carried == std::vector<std::int64_t>{5, 20, 15});
}

TEST_CASE("a trunk that comes back gets its share, not all that it missed",
          "[schedule][trunk_choice]") {
    Calls calls{{weighing(10), weighing(10)}};
    calls.room.trunks[1].bound.used = 1'000'000;
    calls.make(200, 20);
    CHECK(calls.carried[0] <= 100 + 10);
    CHECK(calls.carried[0] >= 100);
}

TEST_CASE("a trunk that is made heavier does not draw all calls", "[schedule][trunk_choice]") {
    Calls calls{{weighing(10), weighing(10)}};
    calls.make(10'000, 200);
    calls.room.trunks[0].weight = 20;
    calls.carried = {0, 0};
    calls.make(300, 20);
    CHECK(calls.carried[0] >= 200);
    CHECK(calls.carried[0] <= 200 + 20);
}

TEST_CASE("who fails its calls at once draws no more than its share", "[schedule][trunk_choice]") {
    Calls calls{{weighing(10), weighing(10)}};
    for (int round = 0; round < 100; ++round) {
        calls.make(2, 2);
        calls.room.trunks[0].bound.live = 0; // refused, all of them
    }
    CHECK(calls.carried[0] == 100);
}

TEST_CASE("the order to try them in is by priority, then by who has carried least",
          "[schedule][trunk_choice]") {
    std::vector<Trunk> trunks{weighing(10, 1), weighing(10), weighing(10), weighing(100, 1)};
    trunks[1].bound.used = 7;
    trunks[2].bound.used = 3;
    CHECK(in_order(trunks) == std::vector<std::size_t>{2, 1, 3, 0});
}
