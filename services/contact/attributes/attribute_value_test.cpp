#include "contact/attributes/attribute_value.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>

using namespace hatif::contact;

namespace {

using enum AttributeType;

const auto morocco = *hatif::phone::Country::parse("MA");

/// The value as it is stored; "none" when it clears, "refused" when it is none of the type's.
std::string stored(AttributeType type, const JsonValue& value) {
    const auto read = read_attribute(type, value, morocco);
    if (!read) return "refused";
    return read->value_or("none");
}

/// The same as a whole number of 10^-40, with its digits written out: slow, and plain to see.
std::string written_out(const std::string& sign,
                        const std::string& whole,
                        const std::string& fraction,
                        int power) {
    std::string digits = whole + fraction;
    const int shift = power + 40 - static_cast<int>(fraction.size());
    digits += std::string(static_cast<std::size_t>(shift), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.empty() ? "0" : sign + digits;
}

struct Number {
    std::string token;
    std::string value; ///< by `written_out`
};

Number any_number(std::mt19937& random) {
    const auto upto = [&](int most) { return std::uniform_int_distribution{0, most}(random); };
    const std::string sign = upto(1) == 0 ? "-" : "";
    const std::string whole = std::to_string(upto(2) * (upto(1) == 0 ? 10 : 1));
    std::string fraction;
    for (int i = upto(3); i > 0; --i) fraction += static_cast<char>('0' + upto(1));
    const int power = upto(4) - 2;
    std::string token = sign + whole + (fraction.empty() ? "" : "." + fraction);
    if (power != 0 || upto(1) == 0) {
        token += (upto(1) == 0 ? "e" : "E") + std::string{power > 0 && upto(1) == 0 ? "+" : ""} +
                 std::to_string(power);
    }
    return {token, written_out(sign, whole, fraction, power)};
}

} // namespace

TEST_CASE("a value is taken when it is of its attribute's type", "[contact][attribute]") {
    const auto [type, sent, expected] = GENERATE(table<AttributeType, std::string, std::string>({
        {text, "gold", R"("gold")"},
        {text, "a \"b\"\n", R"("a \"b\"\n")"},
        {text, std::string(2'000, 'x'), '"' + std::string(2'000, 'x') + '"'},
        {text, std::string(2'001, 'x'), "refused"},
        {text, std::string{"a\0b", 3}, "refused"},
        {text, "", "none"},
        {number, "1500", "refused"},
        {number, "", "refused"},
        {boolean, "true", "refused"},
        {date, "2025-01-15", R"("2025-01-15")"},
        {date, "2024-02-29", R"("2024-02-29")"},
        {date, "2025-02-29", "refused"},
        {date, "2025-01-15T10:30:00Z", R"("2025-01-15T10:30:00Z")"},
        {date, "2025-01-15T10:30:00.250+01:00", R"("2025-01-15T10:30:00.250+01:00")"},
        {date, "2025-01-15T10:30:00", "refused"},
        {date, "15/01/2025", "refused"},
        {date, "2025-1-15", "refused"},
        {date, "tomorrow", "refused"},
        {date, "", "none"},
        {phone_number, "0612345678", R"("0612345678")"},
        {phone_number, "+33 6 12 34 56 78", R"("+33 6 12 34 56 78")"},
        {phone_number, "2.12E+11", "refused"},
        {phone_number, "12", "refused"},
        {phone_number, "call me", "refused"},
        {email, "fatima@example.com", R"("fatima@example.com")"},
        {email, "fatima", "refused"},
        {url, "https://example.com/a?b=c#d", R"("https://example.com/a?b=c#d")"},
        {url, "HTTP://EXAMPLE.COM", R"("HTTP://EXAMPLE.COM")"},
        {url, "example.com", "refused"},
        {url, "https://", "refused"},
        {url, "https:///path", "refused"},
        {url, "://example.com", "refused"},
        {url, "https://exam ple.com", "refused"},
    }));
    CAPTURE(word_of(type), sent);
    CHECK(stored(type, std::string_view{sent}) == expected);
}

TEST_CASE("numbers and booleans are JSON's own, kept as they were written",
          "[contact][attribute]") {
    CHECK(stored(number, JsonNumber{"1500"}) == "1500");
    CHECK(stored(number, JsonNumber{"-0.10"}) == "-0.10");
    CHECK(stored(number, JsonNumber{"12345678901234567890.12345"}) == "12345678901234567890.12345");
    CHECK(stored(number, JsonNumber{"0.1e-3"}) == "0.1e-3");
    CHECK(stored(number, JsonNumber{"0." + std::string(39, '1')}) == "refused");
    CHECK(stored(boolean, true) == "true");
    CHECK(stored(boolean, false) == "false");
    CHECK(stored(number, true) == "refused");
    CHECK(stored(text, JsonNumber{"1"}) == "refused");
    CHECK(stored(boolean, JsonNumber{"1"}) == "refused");
    CHECK(stored(date, JsonNumber{"2025"}) == "refused");
    for (const auto type : {text, number, boolean, date, phone_number, email, url}) {
        CHECK(stored(type, JsonOther{}) == "refused");
    }
}

TEST_CASE("a number is the same however it is written", "[contact][attribute]") {
    const auto [one, other, same] = GENERATE(table<std::string, std::string, bool>({
        {"1500", "1500.0", true},
        {"1500", "15e2", true},
        {"0.25", "25E-2", true},
        {"0", "-0.00", true},
        {"0e5", "0", true},
        {"1500", "-1500", false},
        {"0.1", "0.10000000000000000001", false},
        {"9007199254740993", "9007199254740992", false},
        {"1e99999999999999999999", "1e99999999999999999999", true},
        {"1e99999999999999999999", "1e99999999999999999998", false},
    }));
    CAPTURE(one, other);
    CHECK(same_number(one, other) == same);
}

TEST_CASE("two numbers are the same exactly when they are so written out",
          "[contact][attribute][law]") {
    std::mt19937 random{7};
    int equal = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto one = any_number(random), other = any_number(random);
        CAPTURE(one.token, other.token);
        REQUIRE(same_number(one.token, other.token) == (one.value == other.value));
        equal += one.value == other.value ? 1 : 0;
    }
    CHECK(equal > 100);
}
