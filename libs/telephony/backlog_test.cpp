#include "telephony/backlog.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::telephony;
using namespace std::chrono_literals;

namespace {

const base::TrunkId trunk{base::Uuid::derived({}, 1)};
const base::TrunkId silent{base::Uuid::derived({}, 2)};
const Unheard::SteadyTime start{100s};

} // namespace

TEST_CASE("answers unread in more than an eighth of the buffer are too many",
          "[unit][telephony][backlog]") {
    CHECK_FALSE(is_overloaded({.unread = 1'000, .room = 8'000}));
    CHECK(is_overloaded({.unread = 1'001, .room = 8'000}));
    CHECK_FALSE(is_overloaded({})); // a system that does not say
}

TEST_CASE("a hundred INVITEs may be passed over, and no more", "[unit][telephony][backlog]") {
    CHECK_FALSE(is_overloaded({.room = 8'000, .passed_over = 100}));
    CHECK(is_overloaded({.room = 8'000, .passed_over = 101}));
}

TEST_CASE("an INVITE is passed over when its trunk spoke to others for half a second",
          "[unit][telephony][backlog]") {
    Unheard unheard;
    unheard.sent(1, trunk, start);
    unheard.sent(2, trunk, start + 10ms);
    unheard.heard(2, trunk, start + 400ms);
    CHECK(unheard.passed_over(start + 499ms) == 0);
    CHECK(unheard.passed_over(start + 500ms) == 1);
    unheard.heard(1, trunk, start + 600ms);
    CHECK(unheard.passed_over(start + 700ms) == 0);
}

TEST_CASE("a trunk that says nothing passes nobody over", "[unit][telephony][backlog]") {
    Unheard unheard;
    unheard.sent(1, trunk, start);
    unheard.heard(1, trunk, start + 1s); // it spoke, and then no more
    unheard.sent(2, trunk, start + 2s);
    unheard.sent(3, silent, start);
    CHECK(unheard.passed_over(start + 30s) == 0);
}

TEST_CASE("an INVITE that leaves anew has its time anew", "[unit][telephony][backlog]") {
    Unheard unheard;
    unheard.sent(1, trunk, start);
    unheard.heard(1, trunk, start + 1s); // 401
    unheard.sent(1, trunk, start + 1s);
    unheard.heard(2, trunk, start + 1'100ms);
    CHECK(unheard.passed_over(start + 1'499ms) == 0);
    CHECK(unheard.passed_over(start + 1'500ms) == 1);
    unheard.forget(1);
    CHECK(unheard.passed_over(start + 2s) == 0);
}
