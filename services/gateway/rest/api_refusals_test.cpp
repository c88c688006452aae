#include "gateway/rest/testing/api_suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;

TEST_CASE("what the service refuses is told by its name", "[gateway][api]") {
    ApiSuite suite;
    const auto missing =
        suite.ask("GET", "/api/contact/0192f3a4-0000-7000-8000-000000000000", suite.agent);
    CHECK(missing.status == 404);
    CHECK(has(missing, R"("error":"ContactNotFoundError","message":"there is none")"));
}

TEST_CASE("a refusal as large as can be still travels", "[gateway][api]") {
    ApiSuite suite;
    const auto flood = suite.ask("GET", std::string{"/api/contact/"} + flooded_id, suite.agent);
    CHECK(flood.status == 400);
    CHECK(has(flood, "\"fieldErrors\":{\"ز"));
}

TEST_CASE("gRPC's own limits are no fault of the client's", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("GET", "/api/contact", suite.agent).status == 500);
}

TEST_CASE("too much at once is 503 with the time to try again", "[gateway][api]") {
    const auto refused = refuse_malformed(503, "too much is being received", {"POST", "/", ""});
    CHECK(refused.status == 503);
    CHECK(refused.headers.find("Retry-After"));
    CHECK(has(refused, "ServiceUnavailableError"));
}

TEST_CASE("a service's own trouble is 500 without its words", "[gateway][api]") {
    ApiSuite suite;
    const auto trouble = suite.ask("DELETE", contact_path, suite.admin);
    CHECK(trouble.status == 500);
    CHECK_FALSE(has(trouble, "relation"));
}

TEST_CASE("a service that is down is 503 with the time to try again", "[gateway][api]") {
    ApiSuite suite;
    const auto down = suite.ask("GET", "/api/programs", suite.agent);
    CHECK(down.status == 503);
    CHECK(down.headers.find("Retry-After"));
}

TEST_CASE("members are read after the key, and told wrong at once", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("GET", "/api/contact/7").status == 401);
    CHECK(has(suite.ask("GET", "/api/contact/7", suite.agent), R"({"id":["must be a UUID"]})"));
}

TEST_CASE("an Idempotency-Key that cannot travel is refused", "[gateway][api]") {
    ApiSuite suite;
    const auto refused = suite.ask({"POST",
                                    "/api/contact",
                                    "",
                                    {{"x-api-key", suite.admin}, {"Idempotency-Key", "two words"}},
                                    "{}"});
    CHECK(refused.status == 400);
    CHECK(has(refused, "Idempotency-Key"));
}

TEST_CASE("our own signature's refusal is no fault of the client's", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("POST", "/api/auth/logout-all", suite.agent).status == 500);
}
