#include "gateway/identity/rate_limiter.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const base::Instant start{1'000s};
const ApiKeyId key{base::Uuid::v7(start)};

} // namespace

TEST_CASE("a key may send its rate at once, and no more", "[gateway][rate]") {
    RateLimiter limiter;
    for (std::uint32_t sent = 1; sent <= 10; ++sent) {
        const auto allowance = limiter.take(key, 10, start);
        CHECK(allowance.granted);
        CHECK(allowance.limit == 10);
        CHECK(allowance.remaining == 10 - sent);
    }
    const auto refused = limiter.take(key, 10, start);
    CHECK_FALSE(refused.granted);
    CHECK(refused.remaining == 0);
    CHECK(refused.reset == 1);
}

TEST_CASE("time gives back what was taken, at the rate", "[gateway][rate]") {
    RateLimiter limiter;
    for (int sent = 0; sent < 10; ++sent) limiter.take(key, 10, start);
    CHECK_FALSE(limiter.take(key, 10, start + 99ms).granted);
    CHECK(limiter.take(key, 10, start + 101ms).granted);
    CHECK(limiter.take(key, 10, start + 1h).remaining == 9);
}

TEST_CASE("one key's requests cost another nothing", "[gateway][rate]") {
    RateLimiter limiter;
    const ApiKeyId other{base::Uuid::v7(start)};
    CHECK(limiter.take(key, 1, start).granted);
    CHECK_FALSE(limiter.take(key, 1, start).granted);
    CHECK(limiter.take(other, 1, start).granted);
}

TEST_CASE("a clock set back takes nothing away", "[gateway][rate]") {
    RateLimiter limiter;
    limiter.take(key, 10, start);
    CHECK(limiter.take(key, 10, start - 1h).remaining == 8);
}
