#include "page/cursor.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

using hatif::page::as_value;
using hatif::page::Cursor;
using hatif::page::decode;
using hatif::page::moment;
using hatif::page::Order;

namespace {

constexpr auto id = "0192f3a4-0000-7000-8000-000000000001";

auto plain(const std::string& text) {
    return decode(hatif::base::to_hex(text));
}

} // namespace

TEST_CASE("what is encoded is decoded", "[page][cursor]") {
    const Cursor place{2, "createdAt", Order::descending, "2025-01-15 10:30:00.123456+00", id};
    CHECK(decode(encode(place)).value() == place);
}

TEST_CASE("a value may be empty, and may hold the separator", "[page][cursor]") {
    for (const std::string value : {"", "a\x1f"
                                        "b"}) {
        const Cursor place{2, "name", Order::ascending, value, id};
        CHECK(decode(encode(place)).value() == place);
    }
}

TEST_CASE("what is no cursor is refused", "[page][cursor]") {
    const std::string tail = std::string{"\x1f"} + id + "\x1f" + "value";
    REQUIRE(plain("1\x1f"
                  "2\x1fname\x1f"
                  "asc" +
                  tail));
    CHECK_FALSE(decode(""));
    CHECK_FALSE(decode("not hexadecimal"));
    CHECK_FALSE(plain("2\x1f"
                      "2\x1fname\x1f"
                      "asc" +
                      tail)); // another layout
    CHECK_FALSE(plain("1\x1f"
                      "0\x1fname\x1f"
                      "asc" +
                      tail)); // no page 0
    CHECK_FALSE(plain("1\x1f"
                      "-2\x1fname\x1f"
                      "asc" +
                      tail));
    CHECK_FALSE(plain("1\x1f"
                      "99999999999\x1fname\x1f"
                      "asc" +
                      tail)); // no such number
    CHECK_FALSE(plain("1\x1f"
                      "2\x1fname\x1fup" +
                      tail));
    CHECK_FALSE(plain("1\x1f"
                      "2\x1fname\x1f"
                      "asc\x1fno-uuid\x1fvalue"));
    CHECK_FALSE(plain("1\x1f"
                      "2\x1fname"));
    CHECK_FALSE(plain("1\x1f"
                      "2\x1fname\x1f"
                      "asc" +
                      tail + "\xff")); // not UTF-8
    CHECK_FALSE(plain("1\x1f"
                      "2\x1fname\x1f"
                      "asc" +
                      tail + '\0'));
    CHECK_FALSE(decode(std::string(5000, '0')));
}

TEST_CASE("a moment is told to the microsecond and read again", "[page][cursor]") {
    const hatif::base::Instant at{hatif::base::Duration{1'736'937'000'123'456}};
    CHECK(moment(as_value(at)) == at);
    CHECK_FALSE(moment(""));
    CHECK_FALSE(moment("-1"));
    CHECK_FALSE(moment("12:00"));
    CHECK_FALSE(moment("9223372036854775807")); // beyond PostgreSQL's times
}
