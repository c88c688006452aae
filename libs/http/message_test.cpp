#include "http/message.hpp"

#include <catch2/catch.hpp>

using namespace hatif::http;

TEST_CASE("a header field is found in any case, the first of its name", "[http][message]") {
    const Headers headers{{"X-Api-Key", "one"}, {"x-api-key", "two"}};
    CHECK(headers.find("X-API-KEY") == "one");
    CHECK_FALSE(headers.find("Authorization"));
}

TEST_CASE("percent escapes are decoded, broken ones are refused", "[http][message]") {
    CHECK(percent_decode("caf%C3%A9+1") == "café+1");
    CHECK(percent_decode("a+b", true) == "a b");
    CHECK_FALSE(percent_decode("%"));
    CHECK(percent_decode("%c3%a9") == "é");
    CHECK_FALSE(percent_decode("%4"));
    CHECK_FALSE(percent_decode("%zz"));
}

TEST_CASE("a query is read in its order, repeats included", "[http][message]") {
    const auto query = read_query("tag=a&tag=b+c&&flag&empty=");
    REQUIRE(query);
    CHECK(*query == std::vector<std::pair<std::string, std::string>>{
                        {"tag", "a"}, {"tag", "b c"}, {"flag", ""}, {"empty", ""}});
    CHECK(read_query("")->empty());
    CHECK_FALSE(read_query("a=%f"));
}

TEST_CASE("a target is path and query, a proxy's whole address too", "[http][message]") {
    const auto read = [](const char* target) {
        Request request;
        read_target(target, request);
        return request.path + " ? " + request.query;
    };
    CHECK(read("/a?b=c?d") == "/a ? b=c?d");
    CHECK(read("http://host:80/a?b") == "/a ? b");
    CHECK(read("http://host") == "/ ? ");
    CHECK(read("/a://b") == "/a://b ? ");
    CHECK(read("*") == "* ? ");
}

TEST_CASE("a moment is written as header fields do", "[http][message]") {
    CHECK(http_date(1736937000) == "Wed, 15 Jan 2025 10:30:00 GMT");
}
