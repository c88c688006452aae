#include "telephony/trunk_health.hpp"

#include <catch2/catch.hpp>

using namespace hatif::telephony;
using namespace std::chrono_literals;

namespace {

using Health = TrunkState::Health;
const std::chrono::steady_clock::time_point now{1h};

TrunkState after(std::initializer_list<TrunkNews> all) {
    TrunkHealth health;
    for (const auto& news : all) health = step(health, news, now);
    return health.state;
}

} // namespace

TEST_CASE("a trunk that answers is up", "[unit][health]") {
    CHECK(after({}).health == Health::unknown);
    CHECK(after({TrunkAnswered{}}).health == Health::up);
    CHECK(after({TrunkAnswered{}}).seen_at == now);
}

TEST_CASE("one silence is no verdict, two in a row are", "[unit][health]") {
    CHECK(after({TrunkAnswered{}, TrunkSilent{}}).health == Health::up);
    CHECK(after({TrunkSilent{}, TrunkAnswered{}, TrunkSilent{}}).health == Health::up);
    const auto down = after({TrunkAnswered{}, TrunkSilent{}, TrunkSilent{}});
    CHECK(down.health == Health::down);
    CHECK(down.reason == "options_timeout");
    CHECK_FALSE(down.takes_calls(now));
}

TEST_CASE("a trunk that cannot be reached is down at once, and up as soon as it answers",
          "[unit][health]") {
    CHECK(after({TrunkUnreachable{"tls_certificate"}}).reason == "tls_certificate");
    const auto up = after({TrunkUnreachable{"transport_refused"}, TrunkAnswered{}});
    CHECK(up.health == Health::up);
    CHECK(up.reason.empty());
}

TEST_CASE("a refused registration keeps a trunk down that answers all else", "[unit][health]") {
    const RegistrationRefused refused{"registration_refused_403"};
    CHECK(after({refused, TrunkAnswered{}}).reason == "registration_refused_403");
    CHECK(after({refused, RegistrationHeld{}}).health == Health::up);
    CHECK(after({refused, RegistrationOver{}}).health == Health::unknown);
}

TEST_CASE("a pause that was asked for is kept, for an hour at most", "[unit][health]") {
    const auto paused = after({PauseAsked{20s}});
    CHECK_FALSE(paused.takes_calls(now));
    CHECK_FALSE(paused.takes_calls(now + 19s));
    CHECK(paused.takes_calls(now + 20s));
    CHECK(*after({PauseAsked{24h}}).closed_until == now + 1h);
    CHECK_FALSE(after({PauseAsked{-5s}}).closed_until.has_value());
    CHECK(*after({PauseAsked{20s}, PauseAsked{10s}}).closed_until == now + 20s);
}
