#include "media/rota.hpp"

#include <catch2/catch.hpp>

#include <vector>

using hatif::media::Rota;

TEST_CASE("each member comes once in its period, in its own sub-tick", "[media][rota]") {
    Rota<int> rota;
    std::vector<int> seen(60);
    const auto period_of = [](std::size_t i) { return Rota<int>::periods[i % 6]; };
    for (std::size_t i = 0; i < seen.size(); ++i) rota.add(&seen[i], period_of(i));
    for (std::uint64_t number = 1'000; number < 1'120; ++number) { // 120: all periods come out even
        for (const auto period : Rota<int>::periods) {
            for (int* it : rota.due(period, number)) ++*it;
        }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        CAPTURE(i);
        CHECK(static_cast<std::size_t>(seen[i]) == 120 / period_of(i));
    }
}

TEST_CASE("members are spread over the sub-ticks", "[media][rota]") {
    Rota<int> rota;
    std::vector<int> members(41);
    for (auto& it : members) rota.add(&it, 4);
    for (std::uint64_t number = 0; number < 4; ++number) {
        const auto size = rota.due(4, number).size();
        CHECK((size == 10 || size == 11));
    }
}

TEST_CASE("who is removed comes no more", "[media][rota]") {
    Rota<int> rota;
    int one = 0;
    int other = 0;
    rota.add(&one, 6);
    rota.add(&other, 6);
    rota.remove(&one);
    std::size_t count = 0;
    for (std::uint64_t number = 0; number < 6; ++number) {
        for (const int* it : rota.due(6, number)) {
            CHECK(it == &other);
            ++count;
        }
    }
    CHECK(count == 1);
}
