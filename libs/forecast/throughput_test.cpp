#include "forecast/throughput.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace hatif::forecast;
using hatif::schedule::Bound;
using hatif::schedule::Demand;
using hatif::schedule::Trunk;

namespace {

Bound lines(std::int64_t most, std::int64_t live = 0) {
    return {.max_concurrent = most, .live = live};
}

Bound rate(double per_second) {
    return {.per_second = per_second};
}

Market
market(Bound organization, Bound program, std::vector<Bound> dids, std::vector<Bound> trunks) {
    Market it{{{organization}, {program}, {}, {}}, {Demand{}}};
    for (const auto& did : dids) {
        it.demands[0].dids.push_back(it.room.dids.size());
        it.room.dids.push_back({did, {}});
    }
    for (const auto& trunk : trunks) it.room.trunks.push_back({.bound = trunk});
    return it;
}

} // namespace

TEST_CASE("a rate lets through what it says, slow or fast", "[forecast][throughput]") {
    for (const double it : {0.01, 0.5, 3.0, 70.0, 1'000.0, 20'000.0}) {
        CAPTURE(it);
        CHECK(starts_per_second(market({}, rate(it), {{}}, {{}}), 30) == Approx(it).epsilon(0.02));
    }
}

TEST_CASE("lines let through as many calls as end on them", "[forecast][throughput]") {
    for (const std::int64_t most : {1, 7, 100, 5'000, 100'000}) {
        CAPTURE(most);
        CHECK(starts_per_second(market(lines(most), {}, {{}}, {{}}), 40) ==
              Approx(static_cast<double>(most) / 40).epsilon(0.03));
    }
}

TEST_CASE("calls of others take lines", "[forecast][throughput]") {
    CHECK(starts_per_second(market(lines(100, 60), {}, {{}}, {{}}), 40) == Approx(1).epsilon(0.03));
    CHECK(starts_per_second(market(lines(100, 160), {}, {{}}, {{}}), 40) == 0);
}

TEST_CASE("the numbers of a pool, and trunks, add up; the narrowest bounds", "[forecast]") {
    CHECK(starts_per_second(market({}, {}, {lines(3), lines(5)}, {{}}), 40) ==
          Approx(0.2).epsilon(0.03));
    CHECK(starts_per_second(market({}, {}, {{}}, {rate(2), rate(3)}), 40) ==
          Approx(5).epsilon(0.03));
    CHECK(starts_per_second(market(lines(40), rate(3), {{}}, {rate(2)}), 40) ==
          Approx(1).epsilon(0.03));
}

TEST_CASE("a number of one trunk only goes as far as that trunk", "[forecast][throughput]") {
    auto it = market({}, {}, {{}, lines(4)}, {rate(1), {}});
    it.room.dids[0].trunk = 0;
    CHECK(starts_per_second(it, 40) == Approx(1.1).epsilon(0.05));
}

TEST_CASE("where nothing bounds there is no end", "[forecast][throughput]") {
    CHECK(std::isinf(starts_per_second(market({}, {}, {{}}, {{}}), 40)));
    const auto both = throughput_of(market(lines(40), {}, {{}}, {{}}), 40);
    CHECK(std::isinf(both.per_second));
    CHECK(both.lines == Approx(40).epsilon(0.03));
}

TEST_CASE("programs share an organization by their priorities", "[forecast][throughput]") {
    auto it = market(lines(80), {}, {{}}, {{}});
    it.room.programs.emplace_back();
    it.demands[0].priority = 3;
    it.demands.push_back({.program = 1, .dids = {0}, .priority = 1});
    CHECK(starts_per_second(it, 40) == Approx(1.5).epsilon(0.06));
}
