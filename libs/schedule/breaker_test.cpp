#include "schedule/breaker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <random>

using namespace hatif::schedule;

TEST_CASE("the breaker trips at its rate of the last calls, not before there are so many",
          "[schedule][breaker]") {
    const BreakerRule rule{.rate = 0.6, .calls = 5};
    Breaker it;
    CHECK_FALSE(it.ended(true, rule));
    CHECK_FALSE(it.ended(true, rule));
    CHECK_FALSE(it.ended(true, rule));
    CHECK_FALSE(it.ended(false, rule));
    CHECK(it.ended(false, rule));       // 3 of 5
    CHECK_FALSE(it.ended(false, rule)); // the first has gone: 2 of 5
    CHECK(it.last() == "xx...");
}

TEST_CASE("a rate of hundredths is met exactly", "[schedule][breaker]") {
    for (std::size_t failures = 1; failures < 100; ++failures) {
        const auto hundredths =
            std::string(failures < 10 ? "0.0" : "0.") + std::to_string(failures);
        const BreakerRule rule{.rate = std::stod(hundredths), .calls = 100};
        CAPTURE(failures);
        Breaker enough{std::string(failures, 'x') + std::string(99 - failures, '.')};
        CHECK(enough.ended(false, rule));
        Breaker few{std::string(failures - 1, 'x') + std::string(100 - failures, '.')};
        CHECK_FALSE(few.ended(false, rule));
    }
}

TEST_CASE("what it kept goes on where it was, whatever else stands in the text",
          "[schedule][breaker]") {
    CHECK(Breaker{"x?. x"}.last() == "x.x");
    Breaker longer{std::string(1000, 'x')};
    CHECK(longer.ended(false, {.rate = 0.8, .calls = 5})); // the rule was made smaller
    CHECK(longer.last() == "xxxx.");
}

TEST_CASE("kept as text or counted from the whole story, it trips alike", "[schedule][breaker]") {
    std::mt19937 random{8};
    for (int story = 0; story < 200; ++story) {
        const BreakerRule rule{.rate = static_cast<double>(1 + random() % 20) / 20,
                               .calls = 5 + random() % 30};
        std::deque<bool> slow;
        std::string kept;
        for (int call = 0; call < 100; ++call) {
            const bool failed = random() % 2 == 0;
            slow.push_front(failed);
            std::size_t failures = 0;
            for (std::size_t i = 0; i < std::min(slow.size(), rule.calls); ++i) failures += slow[i];
            const bool trips =
                slow.size() >= rule.calls &&
                failures * 20 >= static_cast<std::size_t>(rule.rate * 20 + 0.5) * rule.calls;
            Breaker it{kept};
            REQUIRE(it.ended(failed, rule) == trips);
            kept = it.last();
        }
    }
}
