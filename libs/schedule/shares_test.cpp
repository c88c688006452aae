#include "schedule/allocation.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <random>
#include <set>
#include <vector>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};

/// Programs whose calls share one trunk, in steps of a second: calls end, and the room that they
/// leave is given out one call at a time.
class Market {
public:
    Market(std::int64_t room_for, unsigned seed) : random_{seed} {
        room.trunks.push_back({.bound = {.max_concurrent = room_for}});
        room.dids.emplace_back();
        room.luck = seed;
    }

    /// Its organization is a new one, or the last one's. Answers its place.
    std::size_t add(bool new_organization,
                    std::int64_t share,
                    std::int64_t priority,
                    int longest,
                    std::int64_t due = 1'000'000) {
        if (new_organization) room.organizations.emplace_back();
        room.programs.emplace_back();
        Demand demand{.organization = room.organizations.size() - 1,
                      .program = room.programs.size() - 1,
                      .dids = {0},
                      .due = due,
                      .priority = priority,
                      .share = share};
        demands.push_back(demand);
        longest_.push_back(longest);
        call_seconds.push_back(0);
        calls.push_back(0);
        return demands.size() - 1;
    }

    void run(int seconds) {
        for (int i = 0; i < seconds; ++i) {
            end_calls();
            for (;;) {
                const auto found = allocate(room, demands, 1, noon, 300ms);
                if (found.empty()) break;
                const auto who = found[0].demand;
                --demands[who].due;
                ++calls[who];
                const auto longest = static_cast<unsigned>(longest_[who]);
                live_.insert({now_ + 1 + static_cast<int>(random_() % (2 * longest - 1)), who});
            }
            for (const auto& [end, who] : live_) call_seconds[who] += 1;
            ++now_;
        }
    }

    double part(std::size_t who) const {
        double all = 0;
        for (const double it : call_seconds) all += it;
        return call_seconds[who] / all;
    }

    Room room;
    std::vector<Demand> demands;
    std::vector<double> call_seconds;
    std::vector<int> calls;

private:
    void end_calls() {
        while (!live_.empty() && live_.begin()->first <= now_) {
            const auto who = live_.begin()->second;
            --room.organizations[demands[who].organization].live;
            --room.programs[demands[who].program].live;
            --room.dids[0].bound.live;
            --room.trunks[0].bound.live;
            live_.erase(live_.begin());
        }
    }

    std::mt19937 random_;
    std::vector<int> longest_;
    std::multiset<std::pair<int, std::size_t>> live_;
    int now_ = 0;
};

void check_part(const Market& market, std::size_t who, double wanted) {
    CAPTURE(who, wanted, market.part(who));
    CHECK(std::abs(market.part(who) - wanted) <= 0.1 * wanted);
}

} // namespace

TEST_CASE("organizations share the live calls by their weights within 10 %, however long the calls "
          "of each last",
          "[schedule][shares]") {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        Market market{30 + seed * 3 % 60, seed};
        const int mean = 5 + static_cast<int>(seed * 7 % 40);
        const auto a = market.add(true, 10, 5, mean);
        const auto b = market.add(true, 20, 5, 3);
        const auto c = market.add(true, 30, 5, 90);
        market.run(3'000);
        CAPTURE(seed);
        check_part(market, a, 1.0 / 6);
        check_part(market, b, 2.0 / 6);
        check_part(market, c, 3.0 / 6);
    }
}

TEST_CASE("the programs of an organization share its calls by priority within 10 %",
          "[schedule][shares]") {
    for (unsigned seed = 1; seed <= 10; ++seed) {
        Market market{60, seed};
        const auto other = market.add(true, 10, 1, 20);
        const auto low = market.add(true, 10, 2, 40);
        const auto high = market.add(false, 10, 8, 5);
        market.run(4'000);
        CAPTURE(seed);
        check_part(market, other, 0.5);
        check_part(market, low, 0.1);
        check_part(market, high, 0.4);
    }
}

TEST_CASE("room for a single call goes round by the weights", "[schedule][shares]") {
    Market market{1, 7};
    const auto a = market.add(true, 10, 5, 1);
    const auto b = market.add(true, 30, 5, 1);
    market.run(20'000);
    check_part(market, a, 0.25);
    check_part(market, b, 0.75);
}

TEST_CASE("a campaign of a million starves nobody", "[schedule][shares]") {
    Market market{20, 3};
    const auto large = market.add(true, 10, 5, 60, 1'000'000);
    std::vector<std::size_t> small;
    for (int i = 0; i < 9; ++i) small.push_back(market.add(true, 10, 5, 60, 50));
    market.run(1'800);
    for (const auto who : small) {
        CAPTURE(who);
        CHECK(market.calls[who] == 50); // two of twenty at once, a minute each: 25 minutes
    }
    CHECK(market.calls[large] > 50); // it has what they leave
}

TEST_CASE("whoever wants less than its part leaves the rest to the others by their weights",
          "[schedule][shares]") {
    Market market{50, 5};
    const auto a = market.add(true, 10, 5, 10);
    const auto b = market.add(true, 20, 5, 10);
    const auto bounded = market.add(true, 30, 5, 10);
    market.room.organizations[bounded].max_concurrent = 5;
    market.run(4'000);
    check_part(market, bounded, 0.1);
    check_part(market, a, 0.3);
    check_part(market, b, 0.6);
}
