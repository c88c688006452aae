#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace hatif::base;

TEST_CASE("a text is split between its separators", "[base][text]") {
    CHECK(split("", ',').empty());
    CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
    CHECK(trimmed(" \t a b \r\n") == "a b");
}

TEST_CASE("malformed UTF-8 is told apart", "[base][text]") {
    CHECK(is_utf8("Zaïnab زينب 🙂"));
    for (const auto* wrong : {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
        CHECK_FALSE(is_utf8(wrong));
    }
    CHECK(length_in_characters("زينب") == 4);
}

TEST_CASE("hexadecimal goes there and back", "[base][text]") {
    const std::string bytes{"\x00\x7f\xff", 3};
    CHECK(to_hex(bytes) == "007fff");
    CHECK(from_hex("007fff") == bytes);
    CHECK_FALSE(from_hex("0").has_value());
    CHECK_FALSE(from_hex("0g").has_value());
}

TEST_CASE("what is not unreserved is percent-encoded", "[base][text]") {
    CHECK(percent_encoded("aZ0-._~") == "aZ0-._~");
    CHECK(percent_encoded("a/b c+é") == "a%2Fb%20c%2B%C3%A9");
    CHECK(percent_encoded("a/b", "/") == "a/b");
}

TEST_CASE("a JSON string escapes what it must", "[base][text]") {
    std::string out;
    append_json_string(out, "a\"b\\c\n\x01 é");
    CHECK(out == "\"a\\\"b\\\\c\\n\\u0001 é\"");
}

TEST_CASE("what is no UTF-8 becomes U+FFFD in a JSON string", "[base][text]") {
    std::string out;
    append_json_string(out, "a\xff\xc3\"\xe2\x82z\xed\xa0\x80 زينب 🙂");
    CHECK(out == "\"a��\\\"��z��� زينب 🙂\"");
    CHECK(healed("\x80 é") == "� é");
}

TEST_CASE("a text is shortened between its characters", "[base][text]") {
    CHECK(shortened("زينب", 4) == "زينب");
    CHECK(shortened("زينب", 3) == "زي…");
    CHECK(shortened(std::string(9'000, 'x'), 200).size() == 199 + 3);
}
