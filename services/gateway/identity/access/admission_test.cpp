#include "gateway/identity/access/admission.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");

Holder holder() {
    Holder it;
    it.principal = "key:0192f3a4-0000-7000-8000-000000000001";
    it.role = rpc::Role::admin;
    it.organization.emplace(*base::Uuid::parse("0192f3a4-0000-7000-8000-000000000002"));
    it.settings = {"MA", "Africa/Casablanca", 500, 200, "MAD"};
    return it;
}

http::Request from(const std::string& client, const http::Headers& headers) {
    http::Request head{"GET", "/", "", headers};
    head.client = client;
    return head;
}

} // namespace

TEST_CASE("the holder of a key acts for its organization, with its role",
          "[unit][gateway][admission]") {
    const auto caller = admit(holder(), now);
    REQUIRE(caller);
    CHECK(caller->principal == "key:0192f3a4-0000-7000-8000-000000000001");
    CHECK(caller->organization == holder().organization);
    CHECK(caller->role == rpc::Role::admin);
    CHECK(caller->settings.country == "MA");
    CHECK(caller->settings.currency == "MAD");
}

TEST_CASE("a key ends at the moment of its expiry, and when it is revoked",
          "[unit][gateway][admission]") {
    auto expiring = holder();
    expiring.expires_at = now;
    CHECK(admit(expiring, now).error().what == "the API key has expired");
    CHECK(admit(expiring, now - 1us));

    auto revoked = holder();
    revoked.revoked_at = now;
    CHECK(admit(revoked, now).error().what == "the API key was revoked");
    CHECK(admit(revoked, now).error().code == base::Errc::unauthenticated);
}

TEST_CASE("a session that has ended says so", "[unit][gateway][admission]") {
    auto ended = holder();
    ended.session.emplace();
    ended.revoked_at = now;
    CHECK(admit(ended, now).error().what == "the session has ended: log in again");
}

TEST_CASE("a suspended organization's keys are known, and do nothing",
          "[unit][gateway][admission]") {
    auto suspended = holder();
    suspended.organization_active = false;
    CHECK(admit(suspended, now).error().code == base::Errc::forbidden);
}

TEST_CASE("who stands behind proxies is whom the outermost of them saw",
          "[unit][gateway][admission]") {
    const http::Headers one{{"X-Forwarded-For", "6.6.6.6, 192.0.2.7, 10.0.0.1"}};
    CHECK(client_address(from("10.0.0.2", one), 0) == "10.0.0.2");
    CHECK(client_address(from("10.0.0.2", one), 1) == "10.0.0.1");
    CHECK(client_address(from("10.0.0.2", one), 2) == "192.0.2.7");
    const http::Headers two{{"x-forwarded-for", "192.0.2.7"}, {"X-Forwarded-For", "10.0.0.1"}};
    CHECK(client_address(from("10.0.0.2", two), 2) == "192.0.2.7");
    // A client that came past the proxies tells nothing of itself.
    CHECK(client_address(from("10.0.0.2", {}), 1) == "10.0.0.2");
}
