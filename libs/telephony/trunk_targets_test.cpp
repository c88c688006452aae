#include "telephony/trunk_targets.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace hatif::telephony;
using namespace std::chrono_literals;

namespace {

const SteadyTime now{1h};

} // namespace

TEST_CASE("an unknown name has no target", "[unit][targets]") {
    CHECK(TrunkTargets{}.choose(now, 0.5) == nullptr);
}

TEST_CASE("the lowest priority is tried first", "[unit][targets]") {
    TrunkTargets targets;
    targets.replace({{"192.0.2.2", 5060, 20, 0}, {"192.0.2.1", 5060, 10, 0}});
    for (const double chance : {0.0, 0.5, 0.99}) {
        CHECK(targets.choose(now, chance)->address == "192.0.2.1");
    }
}

TEST_CASE("who cannot be reached rests, and the next priority is tried", "[unit][targets]") {
    TrunkTargets targets;
    targets.replace({{"192.0.2.1", 5060, 10, 0}, {"192.0.2.2", 5060, 20, 0}});
    targets.rest("192.0.2.1", 5060, now + 30s);
    CHECK(targets.choose(now, 0)->address == "192.0.2.2");
    CHECK(targets.choose(now + 30s, 0)->address == "192.0.2.1");
    SECTION("when all rest, the one that rests the shortest") {
        targets.rest("192.0.2.2", 5060, now + 40s);
        CHECK(targets.choose(now, 0)->address == "192.0.2.1");
    }
    SECTION("a new answer of the name server wakes nobody") {
        targets.replace({{"192.0.2.1", 5060, 10, 0}, {"192.0.2.2", 5060, 20, 0}});
        CHECK(targets.choose(now, 0)->address == "192.0.2.2");
    }
}

TEST_CASE("of one priority each is chosen by its weight (RFC 2782)", "[unit][targets]") {
    std::mt19937 random{7};
    for (int round = 0; round < 20; ++round) {
        std::vector<Target> all;
        double sum = 0;
        for (int i = 0; i < 4; ++i) {
            const auto weight = static_cast<std::uint16_t>(random() % 5 * 10);
            all.push_back({"192.0.2." + std::to_string(i), 5060, 1, weight});
            sum += weight + 0.01;
        }
        TrunkTargets targets;
        targets.replace(all);
        std::map<std::string, int> chosen;
        constexpr int draws = 10'000;
        for (int i = 0; i < draws; ++i) {
            ++chosen[targets.choose(now, (i + 0.5) / draws)->address];
        }
        for (const auto& target : all) {
            const double share = (target.weight + 0.01) / sum;
            CHECK(std::abs(chosen[target.address] / double{draws} - share) < 0.001);
        }
    }
}
