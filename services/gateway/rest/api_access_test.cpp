#include "gateway/identity/keys/api_key.hpp"
#include "gateway/rest/testing/api_suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;

TEST_CASE("a missing, a malformed and an unknown key are told apart", "[gateway][api]") {
    ApiSuite suite;
    CHECK(has(suite.ask("GET", contact_path), "the API key is missing"));
    CHECK(has(suite.ask("GET", contact_path, "secret"), "the API key is malformed"));
    const auto unknown = suite.ask("GET", contact_path, new_secret(organization_prefix));
    CHECK(unknown.status == 401);
    CHECK(has(unknown, "the API key is unknown"));
}

TEST_CASE("a role opens what asks for it, and the platform's only its own", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("DELETE", contact_path, suite.agent).status == 403);
    CHECK(suite.ask("GET", contact_path, suite.platform).status == 403);
    CHECK(has(suite.ask("GET", "/api/dids", suite.admin), "only a key of the platform"));
}

TEST_CASE("a key that sends too much is told to wait", "[gateway][api]") {
    ApiSuite suite;
    for (int sent = 0; sent < 5; ++sent) suite.ask("GET", contact_path, suite.agent);
    const auto refused = suite.ask("GET", contact_path, suite.agent);
    CHECK(refused.status == 429);
    CHECK(refused.headers.find("Retry-After") == "1");
    CHECK(refused.headers.find("X-RateLimit-Remaining") == "0");
}

TEST_CASE("who logs in needs no credential, and the members of the answer are OAuth's",
          "[gateway][api]") {
    ApiSuite suite;
    http::Request request{"POST",
                          "/api/auth/login",
                          "",
                          {{"Idempotency-Key", "mine"}},
                          R"({"email":"a@b.ma","password":"p"})"};
    request.client = "192.0.2.7";
    CHECK(suite.api->wants_body(request));
    CHECK(suite.api->body_limit(request) == 64 << 10);
    const auto response = suite.ask(request);
    CHECK(response.status == 200);
    CHECK(has(response, R"("access_token":"a","refresh_token":"r")"));
    CHECK(response.headers.find("X-RateLimit-Limit") == "10");
    CHECK(suite.auth.caller.principal == "anonymous");
    CHECK(suite.auth.caller.client_address == "192.0.2.7");
    CHECK_FALSE(suite.auth.caller.organization);
    CHECK(suite.auth.idempotency_key.empty());
    for (int sent = 1; sent < 10; ++sent) suite.ask(request);
    CHECK(suite.ask(request).status == 429);
    request.client = "192.0.2.8";
    CHECK(suite.ask(request).status == 200);
}

TEST_CASE("who guesses passwords is told how long to wait", "[gateway][api]") {
    ApiSuite suite;
    const auto refused =
        suite.ask({"POST", "/api/auth/login", "", {}, R"({"email":"a@b.ma","password":"guess"})"});
    CHECK(refused.status == 429);
    CHECK(refused.headers.find("Retry-After") == "60");
}

TEST_CASE("an access token opens the door as its session's person", "[gateway][api]") {
    ApiSuite suite;
    http::Request request{"GET", contact_path, "", {}};
    request.headers.add("Authorization", "Bearer " + suite.access_token());
    CHECK(suite.ask(request).status == 200);
    CHECK(suite.contacts.caller.session == suite.session);
    CHECK(suite.contacts.caller.principal.starts_with("user:"));
}

TEST_CASE("reads and writes have rates of their own", "[gateway][api]") {
    ApiSuite suite;
    CHECK(suite.ask("GET", contact_path, suite.admin).headers.find("X-RateLimit-Limit") == "5");
    CHECK(suite.ask("DELETE", contact_path, suite.admin).headers.find("X-RateLimit-Limit") == "2");
}

TEST_CASE("every answer after the rate step tells what is left of it", "[gateway][api]") {
    ApiSuite suite;
    const auto missing = "/api/contact/0192f3a4-0000-7000-8000-000000000000";
    CHECK(suite.ask("GET", missing, suite.agent).headers.find("X-RateLimit-Remaining") == "4");
    CHECK(suite.ask("DELETE", contact_path, suite.agent).headers.find("X-RateLimit-Remaining") ==
          "1");
    CHECK(suite.ask("GET", "/api/contact/7", suite.agent).headers.find("X-RateLimit-Remaining") ==
          "3");
    CHECK_FALSE(suite.ask("GET", contact_path).headers.find("X-RateLimit-Remaining"));
    CHECK_FALSE(suite.ask("GET", "/api/nothing", suite.agent).headers.find("X-RateLimit-Limit"));
}

TEST_CASE("a body is read only from a client that shows a key", "[gateway][api]") {
    ApiSuite suite;
    const auto wants = [&](const char* verb, const char* path, const std::string& key) {
        http::Request head{verb, path, ""};
        if (!key.empty()) head.headers.add("x-api-key", key);
        const bool wanted = suite.api->wants_body(head);
        // What it is not wanted for is refused without it.
        if (!wanted) CHECK(suite.ask(verb, path, key).status >= 400);
        return wanted;
    };
    CHECK(wants("POST", "/api/contact", suite.admin));
    CHECK_FALSE(wants("POST", "/api/contact", ""));
    CHECK_FALSE(wants("POST", "/api/audio-management/upload", "secret"));
    CHECK_FALSE(wants("POST", "/api/nothing", suite.admin));
    CHECK_FALSE(wants("PATCH", "/api/contact", suite.admin));
    CHECK_FALSE(wants("POST", "/docs", suite.admin));
}

TEST_CASE("a wrong password is told to be wrong", "[gateway][api]") {
    ApiSuite suite;
    const auto refused =
        suite.ask({"POST", "/api/auth/login", "", {}, R"({"email":"a@b.ma","password":"wrong"})"});
    CHECK(refused.status == 401);
    CHECK(has(refused, "wrong password"));
}

TEST_CASE("who invents keys is slowed down, and keeps nobody else out", "[gateway][api]") {
    ApiSuite suite;
    http::Request request{"GET", contact_path, "", {}};
    request.client = "192.0.2.7";
    const auto shows = [&](const std::string& key) {
        request.headers = {{"x-api-key", key}};
        return suite.ask(request).status;
    };
    CHECK(shows(suite.agent) == 200);
    unsigned status = 401;
    for (int n = 0; n < 5'000 && status == 401; ++n) status = shows(new_secret("hatif_key"));
    CHECK(status == 429);
    CHECK(shows(suite.agent) == 200); // is known here
    request.client = "192.0.2.8";
    CHECK(shows(new_secret("hatif_key")) == 401);
}
