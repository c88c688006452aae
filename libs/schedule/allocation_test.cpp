#include "schedule/allocation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};

Bound at_most(std::int64_t calls, std::int64_t live = 0) {
    return {.max_concurrent = calls, .live = live};
}

Bound at_rate(double per_second) {
    return {.per_second = per_second};
}

Room room_for(Bound organization, Bound program = {}, int dids = 2) {
    Room room{{organization}, {program}, {}, {Trunk{}}};
    room.dids.resize(static_cast<std::size_t>(dids));
    return room;
}

std::vector<Place> allocate(Room& room,
                            std::vector<Demand>&& demands,
                            std::int64_t most,
                            Instant now,
                            hatif::base::Duration horizon) {
    return hatif::schedule::allocate(room, demands, most, now, horizon);
}

Demand due(std::int64_t people, std::vector<std::size_t> dids = {0, 1}) {
    return {0, 0, std::move(dids), people};
}

} // namespace

TEST_CASE("no more calls than are due, asked for, or free", "[schedule][allocation]") {
    auto room = room_for({});
    CHECK(allocate(room, {due(3)}, 10, noon, 300ms).size() == 3);
    CHECK(allocate(room, {due(30)}, 10, noon, 300ms).size() == 10);
    auto bounded = room_for(at_most(5, 3));
    CHECK(allocate(bounded, {due(30)}, 10, noon, 300ms).size() == 2);
}

TEST_CASE("each of the four bounds holds", "[schedule][allocation]") {
    for (int which = 0; which < 4; ++which) {
        auto room = room_for({}, {}, 1);
        (which == 0   ? room.organizations[0]
         : which == 1 ? room.programs[0]
         : which == 2 ? room.dids[0].bound
                      : room.trunks[0].bound) = at_most(4, 1);
        CAPTURE(which);
        CHECK(allocate(room, {due(30, {0})}, 10, noon, 300ms).size() == 3);
    }
}

TEST_CASE("numbers take turns evenly, over rounds too", "[schedule][allocation]") {
    auto room = room_for({}, {}, 3);
    std::map<std::size_t, int> uses;
    for (int round = 0; round < 10; ++round) {
        for (const auto& place : allocate(room, {due(7, {0, 1, 2})}, 7, noon, 300ms))
            ++uses[place.did];
    }
    for (const auto& [did, count] : uses) CHECK(std::abs(count - 70 / 3) <= 1);
}

TEST_CASE("the slowest rate keeps the next call waiting for no longer than a day",
          "[schedule][allocation]") {
    for (const double rate : {1e-14, 1e-300, 0.001}) {
        auto room = room_for({}, at_rate(rate));
        CAPTURE(rate);
        CHECK(allocate(room, {due(30)}, 10, noon, 300ms).size() == 1);
        CHECK(room.programs[0].next_at > noon);
        CHECK(room.programs[0].next_at <= noon + 24h);
    }
}

TEST_CASE("a full number is passed over", "[schedule][allocation]") {
    auto room = room_for({});
    room.dids[0].bound = at_most(1, 1);
    for (const auto& place : allocate(room, {due(4)}, 4, noon, 300ms)) CHECK(place.did == 1);
}

TEST_CASE("a number that is bound to a trunk leaves by it", "[schedule][allocation]") {
    auto room = room_for({});
    room.trunks.resize(3);
    room.dids[0].trunk = 2;
    for (const auto& place : allocate(room, {due(6, {0})}, 6, noon, 300ms)) CHECK(place.trunk == 2);
}

TEST_CASE("a rate spaces the starts and stops at the horizon", "[schedule][allocation]") {
    auto room = room_for(at_rate(10));
    const auto places = allocate(room, {due(30)}, 30, noon, 300ms);
    REQUIRE(places.size() == 4);
    for (std::size_t i = 0; i < places.size(); ++i) {
        CHECK(places[i].not_before == noon + static_cast<int>(i) * 100ms);
    }
    CHECK(allocate(room, {due(30)}, 30, noon + 50ms, 300ms).empty());
    CHECK(allocate(room, {due(30)}, 30, noon + 200ms, 300ms).size() == 2);
}

TEST_CASE("the slowest rate of those concerned holds", "[schedule][allocation]") {
    auto room = room_for(at_rate(100), at_rate(5));
    const auto places = allocate(room, {due(30)}, 30, noon, 1s);
    REQUIRE(places.size() == 6);
    CHECK(places[5].not_before == noon + 1s);
}

TEST_CASE("executions take turns, so that a large one starves nobody", "[schedule][allocation]") {
    auto room = room_for(at_most(10));
    room.programs.resize(2);
    std::map<std::size_t, int> got;
    for (const auto& place :
         allocate(room, {{0, 0, {0}, 1'000'000}, {0, 1, {1}, 4}}, 100, noon, 300ms)) {
        ++got[place.demand];
    }
    CHECK(got[0] == 6);
    CHECK(got[1] == 4);
}

TEST_CASE("rooms that open one at a time go to whoever has fewest calls",
          "[schedule][allocation]") {
    auto room = room_for(at_most(20, 18));
    room.programs.resize(2);
    room.programs[0].live = 10;
    room.programs[1].live = 8;
    const auto places = allocate(room, {{0, 0, {0}, 9}, {0, 1, {1}, 9}}, 1, noon, 300ms);
    REQUIRE(places.size() == 1);
    CHECK(places[0].demand == 1);
}

TEST_CASE("a trunk whose rate is used up is passed over", "[schedule][allocation]") {
    auto room = room_for({});
    room.trunks = {{.bound = at_rate(1)}, {.bound = at_rate(100)}};
    room.trunks[0].bound.next_at = noon + 1s;
    for (const auto& place : allocate(room, {due(5)}, 5, noon, 300ms)) CHECK(place.trunk == 1);
}

TEST_CASE("no bound is ever passed, whatever the room", "[schedule][allocation]") {
    std::mt19937 random{11};
    const auto upto = [&](int n) {
        return static_cast<std::int64_t>(random() % static_cast<unsigned>(n));
    };
    for (int run = 0; run < 500; ++run) {
        Room room;
        const auto bound = [&] {
            return Bound{.max_concurrent = random() % 2 ? std::optional{upto(20)} : std::nullopt,
                         .live = upto(5)};
        };
        for (int i = 0; i < 2; ++i) room.organizations.push_back(bound());
        for (int i = 0; i < 3; ++i) room.programs.push_back(bound());
        for (int i = 0; i < 4; ++i) room.dids.push_back({bound(), {}});
        for (int i = 0; i < 2; ++i) room.trunks.push_back({.bound = bound()});
        const auto before = room;
        std::vector<Demand> demands;
        for (std::size_t i = 0; i < 3; ++i) demands.push_back({i % 2, i, {i, 3}, upto(30)});
        const auto places = allocate(room, demands, 40, noon, 300ms);
        const auto holds = [](const Bound& was, const Bound& is) {
            return is.live == was.live || !is.max_concurrent || is.live <= *is.max_concurrent;
        };
        for (std::size_t i = 0; i < 2; ++i)
            CHECK(holds(before.organizations[i], room.organizations[i]));
        for (std::size_t i = 0; i < 3; ++i) CHECK(holds(before.programs[i], room.programs[i]));
        for (std::size_t i = 0; i < 4; ++i) CHECK(holds(before.dids[i].bound, room.dids[i].bound));
        for (std::size_t i = 0; i < 2; ++i)
            CHECK(holds(before.trunks[i].bound, room.trunks[i].bound));
        CHECK(places.size() <= 40);
    }
}

TEST_CASE("who waits for a rate is told from who waits for a call to end",
          "[schedule][allocation]") {
    const auto waits = [](Room room, std::vector<Demand> demands, std::int64_t most = 500) {
        const auto places = hatif::schedule::allocate(room, demands, most, noon, 300ms);
        return wait_for_rates(room, demands, places, noon + 300ms);
    };
    CHECK(waits(room_for(at_rate(10)), {due(30)}));
    CHECK(waits(room_for({}, at_rate(10)), {due(30)}));
    CHECK_FALSE(waits(room_for(at_most(3)), {due(30)}));
    CHECK_FALSE(waits(room_for({}), {due(30)}, 20)); // the workers' room
    CHECK_FALSE(waits(room_for(at_rate(100)), {due(3)}));
    CHECK_FALSE(waits(room_for({}), {}));

    auto trunks = room_for({});
    trunks.trunks = {Trunk{.bound = at_rate(10)}, Trunk{.bound = at_rate(10)}};
    CHECK(waits(trunks, {due(30)}));
    trunks.trunks[1].bound = at_most(2);
    CHECK_FALSE(waits(trunks, {due(30)}));

    auto numbers = room_for({});
    numbers.dids = {Did{.bound = at_rate(10)}, Did{.bound = at_rate(10)}};
    CHECK(waits(numbers, {due(30)}));
    numbers.dids[1].bound = at_most(2);
    CHECK_FALSE(waits(numbers, {due(30)}));

    // One of two programs is bound by its calls.
    Room two{{Bound{}}, {at_rate(10), at_most(2)}, {Did{}}, {Trunk{}}};
    CHECK_FALSE(waits(two, {Demand{0, 0, {0}, 30}, Demand{0, 1, {0}, 30}}));
    CHECK(waits(two, {Demand{0, 0, {0}, 30}}));
}
