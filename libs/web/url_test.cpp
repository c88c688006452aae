#include "web/url.hpp"

#include <catch2/catch.hpp>

using hatif::web::parse_url;

TEST_CASE("a URL is taken apart", "[unit][web]") {
    const auto url = parse_url("HTTPS://Example.com:8443/a/b%20c?x=1&y=%C3%A9#part").value();
    CHECK(url.origin == "https://Example.com:8443");
    CHECK(url.host == "Example.com:8443");
    CHECK(url.path == "/a/b%20c");
    CHECK(url.query == "x=1&y=%C3%A9");
    CHECK(url.whole.find('#') == std::string::npos);
}

TEST_CASE("the usual port is no part of the host, and a path is never empty", "[unit][web]") {
    CHECK(parse_url("https://a.example:443").value().host == "a.example");
    CHECK(parse_url("http://a.example:80?x").value().path == "/");
    CHECK(parse_url("http://[2001:db8::1]:81/").value().host == "[2001:db8::1]:81");
}

TEST_CASE("what no URL may hold is percent-encoded", "[unit][web]") {
    CHECK(parse_url("http://a.example/é b").value().path == "/%c3%a9%20b");
}

TEST_CASE("what is no absolute URL of http or https is refused, and its parts are not told",
          "[unit][web]") {
    const std::string text =
        GENERATE("", "secret", "/secret", "//a.example/secret", "ftp://a.example/secret",
                 "file:///etc/secret", "gopher://a/secret", "http://",
                 "http://a.example:99999/secret", "http://a b/secret", "http://a\r\nsecret: x/",
                 "http://user:secret@a.example/", "https://secret@a.example/",
                 "http://a.example/\x01secret", "http://[secret/", "javascript:secret");
    CAPTURE(text);
    const auto read = parse_url(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().reason == "request_refused");
    CHECK(read.error().what.find("secret") == std::string::npos);
    CHECK_FALSE(parse_url("http://a.example/" + std::string(9000, 'a')));
    CHECK_FALSE(parse_url(std::string{"http://a.example/\0x", 19}));
}
