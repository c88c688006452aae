#include "base/instant.hpp"

#include <catch2/catch.hpp>

using namespace hatif::base;
using namespace std::chrono_literals;

TEST_CASE("an instant prints as UTC with milliseconds", "[base][instant]") {
    CHECK(to_iso8601(Instant{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_iso8601(Instant{std::chrono::microseconds{1'736'937'000'123'456}}) ==
          "2025-01-15T10:30:00.123Z");
}

TEST_CASE("years of less and of more than four digits print as ISO 8601 reads them",
          "[base][instant]") {
    using namespace std::chrono;
    CHECK(to_iso8601(Instant{sys_days{year{33} / 4 / 3}}) == "0033-04-03T00:00:00.000Z");
    CHECK(to_iso8601(Instant{sys_days{year{-5} / 1 / 1}}) == "-005-01-01T00:00:00.000Z");
    CHECK(to_iso8601(Instant{sys_days{year{12'345} / 12 / 31}}) == "12345-12-31T00:00:00.000Z");
    CHECK(to_iso8601(Instant{} - 1us) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("an instant is read with its zone", "[base][instant]") {
    CHECK(to_iso8601(*from_iso8601("2025-01-15T10:30:00Z")) == "2025-01-15T10:30:00.000Z");
    CHECK(to_iso8601(*from_iso8601("2025-01-15T10:30:00.5+01:00")) == "2025-01-15T09:30:00.500Z");
    CHECK(to_iso8601(*from_iso8601("2024-02-29T23:30-0230")) == "2024-03-01T02:00:00.000Z");
}

TEST_CASE("what is no instant is refused", "[base][instant]") {
    for (const auto* wrong : {"", "2025-01-15", "2025-01-15T10:30:00", "2025-02-30T10:30:00Z",
                              "2025-01-15T25:00:00Z", "2025-01-15T10:30:00Zx", "tomorrow",
                              "2025-01-15T10:30:00.Z", "2025-01-15T10:30:00+99:00"}) {
        CAPTURE(wrong);
        CHECK_FALSE(from_iso8601(wrong).has_value());
    }
}
