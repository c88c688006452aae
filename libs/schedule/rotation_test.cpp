#include "schedule/allocation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};

/// A campaign whose calls are leased in rounds of random size and end at random.
class Rounds {
public:
    Rounds(unsigned seed, std::vector<std::int64_t> most_of_each) : random_{seed} {
        room.organizations.emplace_back();
        room.programs.emplace_back();
        room.trunks.emplace_back();
        Demand demand;
        for (std::size_t i = 0; i < most_of_each.size(); ++i) {
            // What others have called from these numbers before is their matter.
            room.dids.push_back({.bound = {.max_concurrent = most_of_each[i], .used = upto(5000)}});
            demand.dids.push_back(i);
        }
        demand.turns.resize(most_of_each.size());
        demands.push_back(demand);
    }

    void call(std::int64_t people) {
        while (people > 0) {
            demands[0].due = people;
            for (const Place& it : allocate(room, demands, 1 + upto(40), noon, 300ms)) {
                live_.push_back(it.did);
                --people;
            }
            for (const Did& did : room.dids) CHECK(did.bound.live <= *did.bound.max_concurrent);
            hang_up();
        }
    }

    Room room;
    std::vector<Demand> demands;

private:
    std::int64_t upto(int n) {
        return static_cast<std::int64_t>(random_() % static_cast<unsigned>(n));
    }
    void hang_up() {
        std::shuffle(live_.begin(), live_.end(), random_);
        for (auto ends = 1 + upto(40); ends > 0 && !live_.empty(); --ends) {
            --room.dids[live_.back()].bound.live;
            live_.pop_back();
        }
    }

    std::mt19937 random_;
    std::vector<std::size_t> live_;
};

} // namespace

TEST_CASE("the calls of a campaign are spread over its numbers evenly within 5 %, each within its "
          "limit",
          "[schedule][rotation]") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const std::size_t numbers = 2 + seed % 7;
        Rounds rounds{seed, std::vector<std::int64_t>(numbers, 3 + seed % 30)};
        rounds.call(2'000);
        const auto& turns = rounds.demands[0].turns;
        const double share = 2'000.0 / static_cast<double>(numbers);
        CAPTURE(seed, numbers);
        for (const auto count : turns) {
            CHECK(std::abs(static_cast<double>(count) - share) <= 0.05 * share);
        }
    }
}

TEST_CASE("a number with little room takes what it can, the others the rest",
          "[schedule][rotation]") {
    Rounds rounds{7, {1, 20, 20}};
    rounds.call(2'000);
    const auto& turns = rounds.demands[0].turns;
    CHECK(turns[0] < turns[1]);
    CHECK(std::abs(turns[1] - turns[2]) <= 50);
    CHECK(turns[0] + turns[1] + turns[2] == 2'000);
}

TEST_CASE("a program gets calls by its priority among those of its organization",
          "[schedule][rotation]") {
    Room room;
    room.organizations.push_back({.max_concurrent = 90});
    room.programs.resize(3);
    room.dids.resize(1);
    room.trunks.resize(1);
    std::vector<Demand> demands{
        {0, 0, {0}, 1000, 10, {}}, {0, 1, {0}, 1000, 5, {}}, {0, 2, {0}, 1000, 3, {}}};
    CHECK(allocate(room, demands, 200, noon, 300ms).size() == 90);
    CHECK(room.programs[0].live == 50);
    CHECK(room.programs[1].live == 25);
    CHECK(room.programs[2].live == 15);
}

TEST_CASE("no priority takes calls from another organization", "[schedule][rotation]") {
    Room room;
    room.organizations.resize(2);
    room.programs.resize(3);
    room.dids.resize(1);
    room.trunks.push_back({.bound = {.max_concurrent = 40}});
    std::vector<Demand> demands{
        {0, 0, {0}, 1000, 10, {}}, {0, 1, {0}, 1000, 10, {}}, {1, 2, {0}, 1000, 1, {}}};
    CHECK(allocate(room, demands, 200, noon, 300ms).size() == 40);
    CHECK(room.programs[2].live == 20);
}
