#include "flow/set_variable_node.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;

namespace {

const Variables variables{{"pin", {std::string{"7"}, true}}};
const Sources sources{.attributes = {{"balance", 120.5}}};
const Scope scope{variables, sources, "answered", "human"};
const Leave success{{Output{"onSuccess"}}};

} // namespace

TEST_CASE("a set_variable node sets a literal and goes on at once", "[flow][set_variable]") {
    CHECK(enter({"agreed", Value{true}}, scope) ==
          Commands{SetVariable{"agreed", {true}}, success});
}

TEST_CASE("what it reads from outside the flow is noted", "[flow][set_variable]") {
    const ValueSource balance{ValueSource::Kind::custom_attribute, "balance"};
    CHECK(enter({"x", balance}, scope) ==
          Commands{NoteRead{balance, 120.5}, SetVariable{"x", {120.5}}, success});
}

TEST_CASE("what is made of a secret is secret", "[flow][set_variable]") {
    CHECK(enter({"copy", ValueSource{ValueSource::Kind::variable, "pin"}}, scope) ==
          Commands{SetVariable{"copy", {std::string{"7"}, true}}, success});
}

TEST_CASE("a variable that was never set is its error", "[flow][set_variable]") {
    const auto commands = enter({"x", ValueSource{ValueSource::Kind::variable, "none"}}, scope);
    REQUIRE(commands.size() == 1);
    CHECK(std::get<Leave>(commands[0]).fault->code == "variable_not_set");
}
