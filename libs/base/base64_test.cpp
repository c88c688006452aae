#include "base/base64.hpp"

#include <catch2/catch.hpp>

using namespace hatif::base;

TEST_CASE("bytes become the texts of RFC 4648, without padding", "[unit][base64]") {
    const auto [bytes, text] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"f", "Zg"},
        {"fo", "Zm8"},
        {"foo", "Zm9v"},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff", "-_8"},
    }));
    CHECK(to_base64url(bytes) == text);
    CHECK(from_base64url(text) == bytes);
}

TEST_CASE("a text with a character outside of the alphabet is no base64url", "[unit][base64]") {
    CHECK_FALSE(from_base64url("Zm9v!"));
    CHECK_FALSE(from_base64url("Zg=="));
}
