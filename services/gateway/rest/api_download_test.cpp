#include "gateway/rest/testing/api_suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;

TEST_CASE("a download asks for the part that the client asks for", "[gateway][download]") {
    ApiSuite suite;
    http::Request request{"GET", "/api/contact/export", "", {{"x-api-key", suite.admin}}};
    request.headers.add("Range", "bytes=0-99");
    CHECK(suite.ask(request).status == 200);
    CHECK(suite.contacts.range == "bytes=0-99");
    request.headers.add("If-Range", "\"abc\"");
    CHECK(suite.ask(request).status == 200);
    CHECK(suite.contacts.range.empty());
}

TEST_CASE("a Range that cannot travel asks for the whole", "[gateway][download]") {
    for (const auto& range :
         {std::string{"bytes=\x80"}, std::string{"bytes=0-\t"}, "bytes=" + std::string(251, '0')}) {
        ApiSuite suite;
        suite.contacts.range = "none was asked for";
        http::Request request{"GET", "/api/contact/export", "", {{"x-api-key", suite.admin}}};
        request.headers.add("Range", range);
        CHECK(suite.ask(request).status == 200);
        CHECK(suite.contacts.range.empty());
    }
}

TEST_CASE("a download that the client has already is 304, without a byte of it",
          "[gateway][download]") {
    ApiSuite suite;
    const auto asked = [&](const std::string& tags) {
        http::Request request{"GET", "", "", {{"x-api-key", suite.admin}}};
        http::read_target("/api/contact/export?search=abc", request);
        request.headers.add("If-None-Match", tags);
        return suite.ask(request);
    };
    const auto known = asked("\"x\", \"abc\"");
    CHECK(known.status == 304);
    CHECK(known.headers.find("ETag") == "\"abc\"");
    CHECK(known.body.empty());
    CHECK_FALSE(known.source);
    const auto other = asked("\"x\"");
    CHECK(other.status == 200);
    CHECK(other.source);
}

TEST_CASE("a download that does not begin in time is 503", "[gateway][download]") {
    ApiSuite suite;
    const auto late = suite.ask("GET", "/api/contact/export?search=silence", suite.admin);
    CHECK(late.status == 503);
    CHECK(late.headers.find("Retry-After"));
}
