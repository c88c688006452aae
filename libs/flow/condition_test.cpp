#include "flow/condition_node.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::flow;

namespace {

const Variables variables{{"choice", {std::string{"2"}}}, {"pin", {std::string{"1234"}, true}}};
const Sources sources{.attributes = {{"balance", 120.5}, {"pin", std::string{"1234"}}}};
const Scope scope{variables, sources, "answered", "human"};

ValueSource variable(const char* name) {
    return {ValueSource::Kind::variable, name};
}

ValueSource attribute(const char* name) {
    return {ValueSource::Kind::custom_attribute, name};
}

Condition compares(Operand left, Operator by, Operand right) {
    return {.left = std::move(left), .by = by, .right = std::move(right)};
}

Condition of(Condition::Kind kind, std::vector<Condition> parts) {
    return {.kind = kind, .parts = std::move(parts)};
}

const Condition yes = compares(Value{1.0}, Operator::eq, Value{1.0});
const Condition no = compares(Value{1.0}, Operator::eq, Value{2.0});
const Condition broken = compares(variable("never_set"), Operator::eq, Value{1.0});

Leave by(const char* output) {
    return Leave{{Output{output}}};
}

OrFault<bool> now(const Condition& condition) {
    Reading reading{scope};
    return holds(condition, reading);
}

} // namespace

TEST_CASE("a condition takes onTrue or onFalse, and notes what it read from outside",
          "[flow][condition]") {
    CHECK(enter(ConditionNode{compares(variable("choice"), Operator::eq, Value{2.0})}, scope) ==
          Commands{by("onTrue")});
    CHECK(enter(ConditionNode{compares(attribute("balance"), Operator::lt, Value{100.0})}, scope) ==
          Commands{NoteRead{attribute("balance"), 120.5}, by("onFalse")});
}

TEST_CASE("of what a secret decides only the result is noted", "[flow][condition]") {
    const auto same = compares(variable("pin"), Operator::eq, attribute("pin"));
    CHECK(enter(ConditionNode{same}, scope) == Commands{NoteVerdict{true}, by("onTrue")});
}

TEST_CASE("a variable that was never set is its error, but exists not", "[flow][condition]") {
    const auto commands = enter(ConditionNode{broken}, scope);
    CHECK(std::get<Leave>(commands.back()).fault->code == "variable_not_set");
    CHECK(now(compares(variable("never_set"), Operator::exists, Value{})) == false);
    CHECK(now(compares(variable("choice"), Operator::exists, Value{})) == true);
    CHECK(now(compares(attribute("none"), Operator::exists, Value{})) == false);
}

TEST_CASE("parts are looked at from the left, and no more than needed", "[flow][condition]") {
    using Kind = Condition::Kind;
    CHECK(now(of(Kind::any, {yes, broken})) == true);
    CHECK(now(of(Kind::all, {no, broken})) == false);
    CHECK_FALSE(now(of(Kind::any, {no, broken})).has_value());
    CHECK_FALSE(now(of(Kind::none, {broken})).has_value());
}

namespace {

/// Any tree of and, or and not, with what it comes to by plain logic.
std::pair<Condition, bool> any_tree(std::mt19937& random, int depth) {
    if (depth == 0 || random() % 4 == 0) {
        const bool holds = random() % 2 == 0;
        return {holds ? yes : no, holds};
    }
    const auto kind = static_cast<Condition::Kind>(1 + random() % 3);
    const auto count = kind == Condition::Kind::none ? 1 : 1 + random() % 4;
    Condition all = of(kind, {});
    int true_parts = 0;
    for (unsigned i = 0; i < count; ++i) {
        auto [part, holds] = any_tree(random, depth - 1);
        all.parts.push_back(std::move(part));
        true_parts += holds ? 1 : 0;
    }
    if (kind == Condition::Kind::any) return {all, true_parts > 0};
    if (kind == Condition::Kind::none) return {all, true_parts == 0};
    return {all, std::cmp_equal(true_parts, count)};
}

} // namespace

TEST_CASE("and, or and not nest as in logic", "[flow][condition]") {
    std::mt19937 random{5};
    for (int i = 0; i < 3'000; ++i) {
        const auto [tree, holds] = any_tree(random, 5);
        if (now(tree) != holds) FAIL("tree " << i);
    }
}
