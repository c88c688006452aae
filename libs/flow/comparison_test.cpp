#include "flow/comparison.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::flow;

namespace {

Value text(const char* it) {
    return std::string{it};
}

bool is(const Value& left, Operator by, const Value& right) {
    const auto found = compare(left, by, right);
    CAPTURE(Shown{left}, Shown{right});
    REQUIRE(found.has_value());
    return *found;
}

} // namespace

TEST_CASE("a number and a text that reads as one are compared as numbers", "[flow][comparison]") {
    CHECK(is(text("1"), Operator::eq, 1.0));
    CHECK(is(text("01.50"), Operator::eq, 1.5));
    CHECK(is(100.0, Operator::gt, text("99")));
    CHECK(is(text("12"), Operator::gt, text("9")));
    CHECK(is(text("٣"), Operator::eq, 3.0));
    CHECK(is(text("x"), Operator::neq, 1.0));
}

TEST_CASE("texts are equal as they are written: a PIN keeps its zeros", "[flow][comparison]") {
    CHECK(is(text("0612"), Operator::neq, text("612")));
    CHECK(is(text("Fès"), Operator::eq, text("Fès")));
    CHECK(is(text("fès"), Operator::neq, text("Fès")));
}

TEST_CASE("dates follow each other as texts, date-times with a zone by their moments",
          "[flow][comparison]") {
    CHECK(is(text("2025-01-15"), Operator::lt, text("2025-02-01")));
    CHECK(is(text("2025-01-15"), Operator::lte, text("2025-01-15T10:00:00Z")));
    CHECK(is(text("2025-01-15T10:30:00+01:00"), Operator::lt, text("2025-01-15T10:00:00Z")));
}

TEST_CASE("what is not there equals only what is not there", "[flow][comparison]") {
    CHECK(is(Null{}, Operator::eq, Null{}));
    CHECK(is(Null{}, Operator::neq, text("")));
    for (const auto by : {Operator::gt, Operator::lt, Operator::gte, Operator::lte,
                          Operator::contains, Operator::starts_with, Operator::ends_with}) {
        CHECK_FALSE(is(Null{}, by, 1.0));
        CHECK_FALSE(is(text("a"), by, Null{}));
    }
}

TEST_CASE("something exists when it is neither null nor empty", "[flow][comparison]") {
    CHECK(is(text("x"), Operator::exists, {}));
    CHECK(is(false, Operator::exists, {}));
    CHECK(is(0.0, Operator::exists, {}));
    CHECK_FALSE(is(Null{}, Operator::exists, {}));
    CHECK_FALSE(is(text(""), Operator::exists, {}));
}

TEST_CASE("a part is looked for in the text of a value", "[flow][comparison]") {
    CHECK(is(text("Casablanca"), Operator::contains, text("blan")));
    CHECK(is(text("+212612"), Operator::starts_with, text("+212")));
    CHECK(is(text("a.pdf"), Operator::ends_with, text(".pdf")));
    CHECK(is(1234.0, Operator::contains, 23.0));
    CHECK_FALSE(is(text("ab"), Operator::starts_with, text("abc")));
}

TEST_CASE("yes and no equal their names, and have no order", "[flow][comparison]") {
    CHECK(is(true, Operator::eq, text("true")));
    CHECK(is(true, Operator::neq, false));
    CHECK(is(true, Operator::neq, 1.0));
    CHECK(compare(true, Operator::gt, 0.0).error().code == "not_comparable");
    CHECK(compare(text("abc"), Operator::gt, 5.0).error().code == "not_comparable");
}

namespace {

Value any_value(std::mt19937& random) {
    const auto up_to = [&](unsigned most) { return random() % most; };
    const char* const texts[] = {"",  "a",  "ab",  "b",          "1",          "01",
                                 "2", "10", "1.5", "2025-01-15", "2025-02-01", "true"};
    switch (up_to(5)) {
    case 0:
        return Null{};
    case 1:
        return up_to(2) == 0;
    case 2:
        return static_cast<double>(up_to(12)) / 2;
    default:
        return std::string{texts[up_to(std::size(texts))]};
    }
}

/// The number that a text spells, the slow way: by printing numbers until one looks like it.
std::optional<double> spelled(const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    for (int halves = 0; halves < 40; ++halves) {
        const std::string printed = to_text(halves / 2.0);
        if (*text == printed || *text == "0" + printed) return halves / 2.0;
    }
    return std::nullopt;
}

/// eq and lt from first principles, for the values above; the rest follows from them.
std::optional<bool> slowly(const Value& left, Operator by, const Value& right) {
    const bool null = left == Value{Null{}} || right == Value{Null{}};
    const bool texts =
        std::holds_alternative<std::string>(left) && std::holds_alternative<std::string>(right);
    const bool flags = std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right);
    if (by == Operator::eq) {
        if (null || texts || left.index() == right.index()) return left == right;
        if (flags) {
            const bool number =
                std::holds_alternative<double>(left) || std::holds_alternative<double>(right);
            return !number && to_text(left) == to_text(right);
        }
        return spelled(left) && spelled(left) == spelled(right);
    }
    if (null) return false;
    if (spelled(left) && spelled(right)) return *spelled(left) < *spelled(right);
    if (!texts) return std::nullopt;
    return std::get<std::string>(left) < std::get<std::string>(right);
}

std::optional<bool> found(const Value& left, Operator by, const Value& right) {
    const auto it = compare(left, by, right);
    return it ? std::optional{*it} : std::nullopt;
}

} // namespace

TEST_CASE("every comparison is what a slow reader of the rules says", "[flow][comparison]") {
    std::mt19937 random{4};
    for (int i = 0; i < 20'000; ++i) {
        const auto a = any_value(random);
        const auto b = any_value(random);
        const auto equal = slowly(a, Operator::eq, b);
        const auto less = slowly(a, Operator::lt, b);
        const auto more = slowly(b, Operator::lt, a);
        const bool null = a == Value{Null{}} || b == Value{Null{}};
        bool good = found(a, Operator::eq, b) == equal && found(a, Operator::neq, b) == !*equal &&
                    found(a, Operator::lt, b) == less && found(a, Operator::gt, b) == more;
        const auto not_more = more && !null ? std::optional{!*more} : more;
        const auto not_less = less && !null ? std::optional{!*less} : less;
        good = good && found(a, Operator::lte, b) == not_more &&
               found(a, Operator::gte, b) == not_less;
        if (!good) {
            CAPTURE(Shown{a}, Shown{b});
            REQUIRE(good);
        }
    }
}
