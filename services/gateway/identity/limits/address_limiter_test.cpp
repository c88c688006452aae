#include "gateway/identity/limits/address_limiter.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const base::Instant start{1'000s};

} // namespace

TEST_CASE("an address has its rate and its burst, reads and writes apart",
          "[unit][gateway][limits]") {
    AddressLimiter limiter;
    for (std::uint32_t sent = 1; sent <= 10; ++sent) {
        const auto allowance = limiter.take("192.0.2.7", LimitKind::writes, 10, start);
        CHECK(allowance.granted);
        CHECK(allowance.remaining == 10 - sent);
    }
    CHECK_FALSE(limiter.take("192.0.2.7", LimitKind::writes, 10, start).granted);
    CHECK(limiter.take("192.0.2.7", LimitKind::reads, 10, start).granted);
    CHECK(limiter.take("192.0.2.8", LimitKind::writes, 10, start).granted);
    CHECK(limiter.take("192.0.2.7", LimitKind::writes, 10, start + 101ms).granted);
    CHECK(limiter.take("192.0.2.7", LimitKind::writes, 10, start + 1h).remaining == 9);
}

TEST_CASE("whoever has a whole IPv6 network has one rate", "[unit][gateway][limits]") {
    AddressLimiter limiter;
    CHECK(limiter.take("2001:db8::1", LimitKind::writes, 1, start).granted);
    CHECK_FALSE(limiter.take("2001:db8::2", LimitKind::writes, 1, start).granted);
    CHECK(limiter.take("2001:db8:0:1::1", LimitKind::writes, 1, start).granted);
}

TEST_CASE("invented addresses take no more memory than so many", "[unit][gateway][limits]") {
    AddressLimiter limiter;
    for (int n = 0; n < 250'000; ++n) {
        limiter.take(std::to_string(n), LimitKind::writes, 1, start + std::chrono::microseconds{n});
    }
    CHECK(limiter.take("0", LimitKind::writes, 1, start + 1s).granted);
}
