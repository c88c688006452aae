#include "gateway/rest/if_none_match.hpp"

#include <catch2/catch.hpp>

using hatif::gateway::names;

TEST_CASE("If-None-Match names a file by one of its tags, weak or strong",
          "[gateway][if-none-match]") {
    CHECK(names("\"abc\"", "abc"));
    CHECK(names(" W/\"abc\" ", "abc"));
    CHECK(names("\"x\", \"a,b\",,W/\"y\" ,\"abc\"", "abc"));
    CHECK(names("\"a,b\"", "a,b"));
    CHECK(names("*", "abc"));
}

TEST_CASE("If-None-Match names nothing else", "[gateway][if-none-match]") {
    CHECK_FALSE(names("", "abc"));
    CHECK_FALSE(names("\"\"", ""));
    CHECK_FALSE(names("*", "")); // there is nothing that stays the same
    CHECK_FALSE(names("abc", "abc"));
    CHECK_FALSE(names("\"abc", "abc"));
    CHECK_FALSE(names("\"ab\" \"c\"", "abc"));
    CHECK_FALSE(names("w/\"abc\"", "abc"));
    CHECK_FALSE(names("\"x\", abc, \"abc\"", "abc")); // behind the fault nothing is read
}
