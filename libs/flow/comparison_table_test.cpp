#include "flow/comparison.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <sstream>

// The tables of docs/flows.md, cell by cell: each is held against values whose meaning is known
// from how they were made, not from reading them.

using namespace hatif::flow;

namespace {

/// The rows and columns of the tables.
enum class Sort { null, flag, number, digits, moment, words };
constexpr std::array sorts{Sort::null,   Sort::flag,   Sort::number,
                           Sort::digits, Sort::moment, Sort::words};

/// A value, and what it was made to mean.
struct Sample {
    Sort sort;
    Value value;
    double number = 0;       ///< of a number, and of a text of digits
    std::int64_t moment = 0; ///< of a date-time with a zone, in seconds
    std::string text{};      ///< as it is written
};

template <class List>
const auto& any_of(std::mt19937& random, const List& list) {
    return list[random() % list.size()];
}

/// "7", "+7", " 07 ", "٧", "7.50": all of them read as the number.
Sample any_digits(std::mt19937& random) {
    const int whole = static_cast<int>(random() % 200) - 100;
    const bool half = random() % 4 == 0;
    std::string text = std::to_string(std::abs(whole));
    if (random() % 4 == 0) text = "0" + text;
    if (half) text += random() % 2 == 0 ? ".5" : ".50";
    const double size = std::abs(whole) + (half ? 0.5 : 0.0);
    if (whole < 0) text = "-" + text;
    if (whole >= 0 && random() % 4 == 0) text = "+" + text;
    if (random() % 8 == 0) text = " " + text + " ";
    if (whole == 7 && !half) text = "٧";
    return {Sort::digits, text, whole < 0 ? -size : size, 0, text};
}

/// Hours of one day, written in one of several zones.
Sample any_moment(std::mt19937& random) {
    const int hour = 6 + static_cast<int>(random() % 6);
    const int zone = static_cast<int>(random() % 4); // hours before UTC
    std::ostringstream text;
    text << "2025-01-15T" << (hour < 10 ? "0" : "") << hour << ":30:00";
    if (zone == 0) text << "Z";
    if (zone != 0) text << "+0" << zone << ":00";
    return {Sort::moment, text.str(), 0, (hour - zone) * 3'600 + 1'800, text.str()};
}

Sample any_sample(std::mt19937& random, Sort sort) {
    static const std::vector<std::string> words{"",      "a",    "b",          "Fès",  "true",
                                                "false", "12a",  "2025-01-15", "12 3", "-",
                                                "1e3",   "null", "0x10",       "٣x",   "."};
    switch (sort) {
    case Sort::null:
        return {sort, Null{}};
    case Sort::flag: {
        const bool flag = random() % 2 == 0;
        return {sort, flag, 0, 0, flag ? "true" : "false"};
    }
    case Sort::number: {
        const int quarters = static_cast<int>(random() % 801) - 400;
        const double number = quarters / 4.0;
        std::ostringstream text;
        text << number;
        return {sort, number, number, 0, text.str()};
    }
    case Sort::digits:
        return any_digits(random);
    case Sort::moment:
        return any_moment(random);
    case Sort::words:
        break;
    }
    const auto& text = any_of(random, words);
    return {sort, text, 0, 0, text};
}

/// What a cell says; the letters stand in the tables below.
enum class Rule {
    never = '-',   // false
    always = '+',  // true
    size = '#',    // as numbers
    moment = '@',  // as moments
    letters = 'a', // as they are written, byte by byte
    error = '!',   // not_comparable
};

// clang-format off
//                                        null flag num digits moment words
constexpr std::array<const char*, 6> equality{
    /* null   */                         "+    -    -   -      -      -",
    /* flag   */                         "-    a    -   a      a      a",
    /* number */                         "-    -    #   #      -      -",
    /* digits */                         "-    a    #   a      a      a",
    /* moment */                         "-    a    -   a      a      a",
    /* words  */                         "-    a    -   a      a      a",
};
constexpr std::array<const char*, 6> ordering{
    /* null   */                         "-    -    -   -      -      -",
    /* flag   */                         "-    !    !   !      !      !",
    /* number */                         "-    !    #   #      !      !",
    /* digits */                         "-    !    #   #      a      a",
    /* moment */                         "-    !    !   a      @      a",
    /* words  */                         "-    !    !   a      a      a",
};
// clang-format on

Rule cell(const std::array<const char*, 6>& table, Sort left, Sort right) {
    std::istringstream row{table.at(static_cast<std::size_t>(left))};
    char letter = 0;
    for (std::size_t column = 0; column <= static_cast<std::size_t>(right); ++column) row >> letter;
    return static_cast<Rule>(letter);
}

/// Below zero: the left one comes first.
int compared(Rule rule, const Sample& left, const Sample& right) {
    const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : b < a ? 1 : 0; };
    if (rule == Rule::size) return sign(left.number, right.number);
    if (rule == Rule::moment) return sign(left.moment, right.moment);
    return sign(left.text, right.text);
}

OrFault<bool> expected(const Sample& left, Operator by, const Sample& right) {
    const bool null = left.sort == Sort::null || right.sort == Sort::null;
    if (by == Operator::exists) return left.sort != Sort::null && !left.text.empty();
    if (by == Operator::contains) return !null && left.text.find(right.text) != std::string::npos;
    if (by == Operator::starts_with) return !null && left.text.rfind(right.text, 0) == 0;
    if (by == Operator::ends_with) {
        return !null && left.text.size() >= right.text.size() &&
               left.text.substr(left.text.size() - right.text.size()) == right.text;
    }
    const bool equality_asked = by == Operator::eq || by == Operator::neq;
    const auto rule = cell(equality_asked ? equality : ordering, left.sort, right.sort);
    if (rule == Rule::error) return fault("not_comparable", "");
    if (rule == Rule::never) return by == Operator::neq;
    const int order = rule == Rule::always ? 0 : compared(rule, left, right);
    if (by == Operator::eq) return order == 0;
    if (by == Operator::neq) return order != 0;
    if (by == Operator::lt) return order < 0;
    if (by == Operator::gt) return order > 0;
    return by == Operator::lte ? order <= 0 : order >= 0;
}

constexpr std::array operators{Operator::eq,       Operator::neq,         Operator::gt,
                               Operator::lt,       Operator::gte,         Operator::lte,
                               Operator::contains, Operator::starts_with, Operator::ends_with,
                               Operator::exists};

} // namespace

TEST_CASE("every cell of the tables of comparisons is what happens", "[flow][comparison]") {
    std::mt19937 random{6};
    for (const auto left : sorts) {
        for (const auto right : sorts) {
            for (const auto by : operators) {
                CAPTURE(static_cast<int>(left), static_cast<int>(right), static_cast<int>(by));
                for (int i = 0; i < 300; ++i) {
                    const auto a = any_sample(random, left);
                    const auto b = any_sample(random, right);
                    const auto is = compare(a.value, by, b.value);
                    const auto should = expected(a, by, b);
                    CAPTURE(Shown{a.value}, Shown{b.value});
                    REQUIRE(is.has_value() == should.has_value());
                    if (is) REQUIRE(*is == *should);
                    if (!is) REQUIRE(is.error().code == "not_comparable");
                }
            }
        }
    }
}

TEST_CASE("what is equal comes neither before nor after, where there is an order",
          "[flow][comparison]") {
    std::mt19937 random{8};
    for (int i = 0; i < 20'000; ++i) {
        const auto a = any_sample(random, any_of(random, sorts)).value;
        const auto b = any_sample(random, any_of(random, sorts)).value;
        CAPTURE(Shown{a}, Shown{b});
        CHECK(*compare(a, Operator::eq, b) == *compare(b, Operator::eq, a));
        CHECK(*compare(a, Operator::eq, b) != *compare(a, Operator::neq, b));
        const auto before = compare(a, Operator::lt, b);
        const auto after = compare(b, Operator::gt, a);
        REQUIRE(before.has_value() == after.has_value());
        if (!before) continue;
        CHECK(*before == *after);
        const bool null = std::holds_alternative<Null>(a) || std::holds_alternative<Null>(b);
        if (!null) CHECK(*before != *compare(a, Operator::gte, b));
    }
}
