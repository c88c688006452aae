#include "rpc/caller.hpp"

#include <catch2/catch.hpp>

using namespace hatif::rpc;
using namespace std::chrono_literals;
using hatif::base::Instant;
using hatif::base::OrganizationId;
using hatif::base::Uuid;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};
const auto keys = *CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f");

Caller admin() {
    Caller caller{OrganizationId{Uuid::derived(Uuid{}, 1)},        "key:7", Role::admin, "r-1", "",
                  {"MA", "Africa/Casablanca", 500, 200, "MAD", 20}};
    caller.session = Uuid::derived(Uuid{}, 2);
    caller.client_address = "192.0.2.7";
    return caller;
}

} // namespace

TEST_CASE("a signed caller is read as it was", "[rpc][caller]") {
    const auto read = keys.verify(keys.sign(admin(), noon), noon + 59s);
    REQUIRE(read);
    CHECK(read->organization == admin().organization);
    CHECK(read->principal == "key:7");
    CHECK(read->role == Role::admin);
    CHECK(read->request_id == "r-1");
    CHECK(read->settings.country == "MA");
    CHECK(read->settings.calls_per_second == 200);
    CHECK(read->settings.currency == "MAD");
    CHECK(read->settings.call_share == 20);
    CHECK(read->session == admin().session);
    CHECK(read->client_address == "192.0.2.7");
}

TEST_CASE("a caller that was changed, is old or unsigned is refused", "[rpc][caller]") {
    auto value = keys.sign(admin(), noon);
    CHECK_FALSE(keys.verify(value, noon + 62s));
    CHECK_FALSE(keys.verify("", noon));
    CHECK_FALSE(keys.verify("k1.x", noon));
    CHECK_FALSE(keys.verify("k2" + value.substr(2), noon));
    value[5] = value[5] == 'A' ? 'B' : 'A';
    CHECK_FALSE(keys.verify(value, noon));
}

TEST_CASE("keys rotate: the first signs, all verify", "[rpc][caller]") {
    const auto rotated = *CallerKeys::read(
        "k2:100102030405060708090a0b0c0d0e0f,k1:000102030405060708090a0b0c0d0e0f");
    CHECK(rotated.verify(keys.sign(admin(), noon), noon));
    CHECK(rotated.sign(admin(), noon).starts_with("k2."));
    CHECK_FALSE(keys.verify(rotated.sign(admin(), noon), noon));
}

TEST_CASE("unreadable keys are refused", "[rpc][caller]") {
    for (const auto* wrong :
         {"", "k1", "k1:", ":000102030405060708090a0b0c0d0e0f", "k1:00", "k1:zz"}) {
        CAPTURE(wrong);
        CHECK_FALSE(CallerKeys::read(wrong));
    }
}

TEST_CASE("roles open what they include, platform keys only the platform", "[rpc][caller]") {
    Caller caller = admin();
    CHECK(permits(caller, Role::agent));
    CHECK(permits(caller, Role::admin));
    CHECK_FALSE(permits(caller, Role::platform));
    CHECK_FALSE(permits(caller, Role::none));
    caller.role = Role::agent;
    CHECK_FALSE(permits(caller, Role::manager));
    const Caller platform{{}, "key:1", Role::platform, "", "", {}};
    CHECK(permits(platform, Role::platform));
    CHECK_FALSE(permits(platform, Role::agent));
    const Caller service{{}, "service:contact", Role::none, "", "", {}};
    CHECK(permits(service, Role::none));
    CHECK_FALSE(permits(service, Role::agent));
}
