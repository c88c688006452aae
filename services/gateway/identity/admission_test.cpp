#include "gateway/identity/admission.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");

KeyHolder holder() {
    return {ApiKeyId{*base::Uuid::parse("0192f3a4-0000-7000-8000-000000000001")},
            rpc::Role::admin,
            base::OrganizationId{*base::Uuid::parse("0192f3a4-0000-7000-8000-000000000002")},
            true,
            {"MA", "Africa/Casablanca", 500, 200},
            1'000,
            {},
            {}};
}

} // namespace

TEST_CASE("the holder of a key acts for its organization, with its role", "[gateway][admission]") {
    const auto caller = admit(holder(), now);
    REQUIRE(caller);
    CHECK(caller->principal == "key:0192f3a4-0000-7000-8000-000000000001");
    CHECK(caller->organization == holder().organization);
    CHECK(caller->role == rpc::Role::admin);
    CHECK(caller->settings.country == "MA");
}

TEST_CASE("a key ends at the moment of its expiry or revocation", "[gateway][admission]") {
    auto expiring = holder();
    expiring.expires_at = now;
    CHECK(admit(expiring, now).error().what == "the API key has expired");
    CHECK(admit(expiring, now - 1us));

    auto revoked = holder();
    revoked.revoked_at = now;
    CHECK(admit(revoked, now).error().code == base::Errc::unauthenticated);
}

TEST_CASE("a suspended organization's keys are known, and do nothing", "[gateway][admission]") {
    auto suspended = holder();
    suspended.organization_active = false;
    CHECK(admit(suspended, now).error().code == base::Errc::forbidden);
}
