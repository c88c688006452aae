#include "flow/compute.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <random>

using namespace hatif::flow;

namespace {

const Variables variables{
    {"x", {std::string{"7"}}}, {"n", {2.5}}, {"a name", {1.0}}, {"pin", {std::string{"12"}, true}}};
const Sources sources{.attributes = {{"balance", 120.0}},
                      .fields = {{"firstName", std::string{"Zineb"}}},
                      .system = {{"sys.attemptNumber", 3.0}}};
const Scope scope{variables, sources, "answered", "human"};

OrFault<Variable> computed(const std::string& text) {
    const auto expression = parse_expression(text);
    if (!expression) return fault("bad_expression", expression.error().what);
    Reading reading{scope};
    return compute(*expression, reading);
}

/// As JSON, or the code of the fault.
std::string result(const std::string& text) {
    const auto found = computed(text);
    return found ? to_json(found->value) : found.error().code;
}

} // namespace

TEST_CASE("an expression is computed by the usual precedence, from the left",
          "[flow][expression]") {
    CHECK(result("1 + 2 * 3") == "7");
    CHECK(result("(1 + 2) * 3") == "9");
    CHECK(result("10 - 2 - 3") == "5");
    CHECK(result("12 / 4 / 3") == "1");
    CHECK(result("-2 * -(3 - 1)") == "4");
    CHECK(result("7 ÷ 2 × 3 − 0.5") == "10");
}

TEST_CASE("names are variables; the contact, attributes and the system have theirs",
          "[flow][expression]") {
    CHECK(result("x * n") == "17.5");
    CHECK(result("{{a name}} + {{ n }}") == "3.5");
    CHECK(result("attribute.balance / 2") == "60");
    CHECK(result("sys.attemptNumber + 1") == "4");
    CHECK(result("'Bonjour ' & contact.firstName") == R"("Bonjour Zineb")");
    CHECK(result("none + 1") == "variable_not_set");
}

TEST_CASE("plus adds what reads as numbers and joins other texts", "[flow][expression]") {
    CHECK(result("x + 3") == "10");
    CHECK(result("x & 3") == R"("73")");
    CHECK(result("'Ref ' + x") == R"("Ref 7")");
    CHECK(result("'a' + null + true") == R"("atrue")");
    CHECK(result("null + 1") == "not_a_number");
    CHECK(result("true + 1") == "not_a_number");
    CHECK(result("'a' * 2") == "not_a_number");
}

TEST_CASE("what cannot be computed is a fault", "[flow][expression]") {
    CHECK(result("1 / (x - 7)") == "division_by_zero");
    std::string huge = "99999999999999999999";
    for (int i = 0; i < 20; ++i) huge += " * 99999999999999999999";
    CHECK(result(huge) == "number_too_large");
}

TEST_CASE("what is computed of a secret is secret", "[flow][expression]") {
    CHECK(computed("'x' & pin")->secret);
    CHECK_FALSE(computed("x + 1")->secret);
}

TEST_CASE("what is no expression is refused, with its place", "[flow][expression]") {
    for (const auto* text : {"", "1 +", "* 2", "(1", "1)", "1 2", "'open", "{{x", "{{}}",
                             "contact.shoe", "sys.none", "a.b", "1 $ 2", "x..y", "é"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_expression(text).has_value());
    }
    CHECK(parse_expression("1 + * 2").error().what == "expected a value after '1 + '");
}

TEST_CASE("depth and length are bounded", "[flow][expression]") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "1" + std::string(depth, ')');
    };
    CHECK(parse_expression(nested(deepest_expression - 1)).has_value());
    CHECK_FALSE(parse_expression(nested(deepest_expression)).has_value());
    CHECK_FALSE(parse_expression(std::string(500, '-') + "1").has_value());
    CHECK_FALSE(parse_expression(std::string(longest_expression + 1, ' ')).has_value());
}

namespace {

/// Any expression with all its parentheses, and what it comes to; nothing: no number.
std::pair<std::string, std::optional<double>> any_sum(std::mt19937& random, int depth) {
    if (depth == 0 || random() % 5 == 0) {
        const auto number = random() % 7;
        return {std::to_string(number), static_cast<double>(number)};
    }
    const auto [left, a] = any_sum(random, depth - 1);
    const auto [right, b] = any_sum(random, depth - 1);
    const char* const signs[] = {"+", "-", "*", "/", "×", "÷", "−"};
    const auto sign = random() % 7;
    const std::string text = fmt::format("({} {}{})", left, signs[sign], right);
    if (!a || !b) return {text, std::nullopt};
    std::optional<double> value;
    if (sign == 0) value = *a + *b;
    if (sign == 1 || sign == 6) value = *a - *b;
    if (sign == 2 || sign == 4) value = *a * *b;
    if ((sign == 3 || sign == 5) && *b != 0) value = *a / *b;
    return {text, value};
}

} // namespace

TEST_CASE("every sum is what a calculator says", "[flow][expression]") {
    std::mt19937 random{6};
    for (int i = 0; i < 3'000; ++i) {
        const auto [text, value] = any_sum(random, 4);
        const auto found = computed(text);
        const bool good = value ? found && std::get<double>(found->value) == *value
                                : !found && found.error().code == "division_by_zero";
        if (!good) FAIL(text);
    }
}

TEST_CASE("whatever is written, the parser answers", "[flow][expression]") {
    const char* const pieces[] = {"1", "x",  "(",  ")", "+", "-", "*",    "/",  "&", "'",
                                  " ", "{{", "}}", ".", "−", "×", "\xC3", "\"", "é", "sys.callId"};
    std::mt19937 random{7};
    for (int i = 0; i < 50'000; ++i) {
        std::string text;
        const auto count = random() % 14;
        for (unsigned n = 0; n < count; ++n) text += pieces[random() % std::size(pieces)];
        (void)computed(text);
    }
}
