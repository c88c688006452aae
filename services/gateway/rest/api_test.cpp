#include "gateway/rest/testing/api_suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;

TEST_CASE("a request becomes a call and its answer a body", "[gateway][api]") {
    ApiSuite suite;
    const auto response = suite.ask("GET", contact_path, suite.agent);
    CHECK(response.status == 200);
    CHECK(has(response, R"("firstName":"Amina")"));
    CHECK(response.headers.find("X-Request-Id") == "r-1");
    CHECK(response.headers.find("X-RateLimit-Limit") == "5");
    CHECK(suite.contacts.caller.role == rpc::Role::agent);
    CHECK(suite.contacts.caller.request_id == "r-1");
    CHECK(suite.contacts.caller.settings.country == "MA");
}

TEST_CASE("an unknown path is 404 without credentials, a wrong verb 405", "[gateway][api]") {
    ApiSuite suite;
    CHECK(has(suite.ask("GET", "/api/nothing"), "NotFoundError"));
    const auto wrong_verb = suite.ask("PATCH", "/api/contact");
    CHECK(wrong_verb.status == 405);
    CHECK(wrong_verb.headers.find("Allow") == "GET, HEAD, POST, OPTIONS");
    CHECK(suite.ask("OPTIONS", "/api/contact").status == 204);
    CHECK(suite.ask("GET", "/docs").body == "docs");
    CHECK(suite.ask("POST", "/docs").status == 405);
}

TEST_CASE("a member with a name of its own is read by that name and no other", "[gateway][api]") {
    ApiSuite suite;
    const auto ask = [&](const char* body) {
        return suite.ask({"POST", "/api/auth/refresh", "", {}, body});
    };
    CHECK(has(ask(R"({"refresh_token":"r"})"), R"("access_token":"after r")"));
    CHECK(has(ask(R"({"refreshToken":"r"})"), R"({"refreshToken":["is not a known member"]})"));
}

TEST_CASE("an upload goes to its own handler, and may be larger", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("POST", "/api/audio-management/upload", suite.admin).body == "taken");
    CHECK(suite.api->body_limit({"POST", "/api/audio-management/upload", ""}) == 129 << 20);
    CHECK(suite.api->body_limit({"POST", "/api/contact", ""}) == 10 << 20);
}

TEST_CASE("requests are counted by route and status", "[gateway][api]") {
    ApiSuite suite;
    suite.ask("GET", contact_path);
    CHECK_THAT(suite.metrics.text(),
               Catch::Contains("hatif_gateway_requests_total{method=\"GET\","
                               "route=\"/api/contact/{id}\",status=\"401\"} 1"));
}
