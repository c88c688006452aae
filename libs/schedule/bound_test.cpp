#include "schedule/bound.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Duration;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};

/// The most starts that any stretch of this length holds: asked of every stretch that begins with
/// one.
std::size_t most_within(const std::vector<Instant>& starts, Duration stretch) {
    std::size_t most = 0;
    for (const auto from : starts) {
        const auto in = std::count_if(starts.begin(), starts.end(), [&](Instant it) {
            return it >= from && it < from + stretch;
        });
        most = std::max(most, static_cast<std::size_t>(in));
    }
    return most;
}

} // namespace

TEST_CASE("in no 100 ms more calls start than a tenth of the rate and one, whenever they are taken",
          "[schedule][bound]") {
    std::mt19937 random{5};
    for (const double rate : {0.5, 1.0, 3.0, 7.0, 10.0, 33.3, 100.0, 777.0, 3'000.0}) {
        CAPTURE(rate);
        Bound bound{.per_second = rate};
        std::vector<Instant> starts;
        // Claims of whichever replica, each some time after the last, each a little ahead.
        for (Instant now = noon; now < noon + 3s; now += Duration{random() % 120'000}) {
            const Instant latest = now + Duration{random() % 400'000};
            for (int most = static_cast<int>(random() % 40); most > 0; --most) {
                if (!is_usable(bound, latest)) break;
                const auto start = std::max(now, bound.next_at);
                take(bound, start);
                starts.push_back(start);
            }
        }
        CHECK(starts.size() > 1);
        CHECK(static_cast<double>(most_within(starts, 100ms)) <= rate / 10 + 1);
        CHECK(std::is_sorted(starts.begin(), starts.end()));
    }
}

TEST_CASE("the fastest rates are never passed for being cut to microseconds", "[schedule][bound]") {
    for (const double rate : {300'000.0, 700'000.0, 999'999.0, 1'000'000.0}) {
        CAPTURE(rate);
        Bound bound{.per_second = rate};
        for (int i = 0; i < 1'000; ++i) take(bound, std::max(noon, bound.next_at));
        const std::chrono::duration<double> spent = bound.next_at - noon;
        CHECK(1'000 / spent.count() <= rate * 1.000001);
    }
}

TEST_CASE("a rate that was not used is not made up for", "[schedule][bound]") {
    Bound bound{.per_second = 10};
    take(bound, noon);
    CHECK_FALSE(is_usable(bound, noon + 99ms));
    CHECK(is_usable(bound, noon + 100ms));
    take(bound, noon + 5s);
    CHECK_FALSE(is_usable(bound, noon + 5s + 99ms));
}

TEST_CASE("a bound without a rate is full by its live calls alone", "[schedule][bound]") {
    Bound bound{.max_concurrent = 2};
    for (int i = 0; i < 2; ++i) {
        CHECK(is_usable(bound, noon));
        take(bound, noon);
    }
    CHECK_FALSE(is_usable(bound, noon + 24h));
    CHECK(bound.used == 2);
}
