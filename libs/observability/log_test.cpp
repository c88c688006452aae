#include "observability/log.hpp"

#include <catch2/catch.hpp>

using namespace hatif::observability;

TEST_CASE("an entry is one logfmt line", "[observability][log]") {
    CHECK(to_logfmt("2025-01-15T10:30:00.000Z", Level::info, "contact", "deleted",
                    {{"contact", "c1"}, {"count", 3}, {"last", true}}) ==
          "time=2025-01-15T10:30:00.000Z level=info service=contact what=deleted contact=c1 "
          "count=3 last=true");
}

TEST_CASE("what would break the line is quoted", "[observability][log]") {
    CHECK(to_logfmt("t", Level::error, "", "it broke", {{"why", "a=\"b\"\nc"}, {"empty", ""}}) ==
          R"(time=t level=error what="it broke" why="a=\"b\"\nc" empty="")");
}

TEST_CASE("a line is UTF-8, whatever it is told", "[observability][log]") {
    CHECK(to_logfmt("t", Level::info, "", "é", {{"path", "/caf\xe9"}}) ==
          "time=t level=info what=é path=\"/caf�\"");
}
