#include "program_scheduler/calls/initial_variables.hpp"

#include <catch2/catch.hpp>

using namespace hatif::program_scheduler;

namespace {

std::string taken(std::string_view json) {
    const auto read = read_initial_variables(json);
    const auto* text = std::get_if<std::string>(&read);
    return text == nullptr ? "refused" : *text;
}

std::string refused(std::string_view json) {
    const auto read = read_initial_variables(json);
    const auto* why = std::get_if<WrongVariables>(&read);
    return why == nullptr ? "taken" : why->path + " " + why->what;
}

} // namespace

TEST_CASE("variables of every plain kind are taken as they were sent", "[unit][calls]") {
    CHECK(taken(R"({ "name": "Sara", "amount": 12.5, "vip": true, "note": null })") ==
          R"({"name":"Sara","amount":12.5,"vip":true,"note":null})");
    CHECK(taken(R"({"اسم":"سارة"})") == R"({"اسم":"سارة"})");
}

TEST_CASE("no variables, and an empty object, are none", "[unit][calls]") {
    CHECK(taken("").empty());
    CHECK(taken("{}").empty());
}

TEST_CASE("what no flow can compute with is refused by its path", "[unit][calls]") {
    CHECK(refused("[1]") == " must be an object: each variable's name with its value");
    CHECK(refused("12") == " must be an object: each variable's name with its value");
    CHECK(refused("{") == " must be an object: each variable's name with its value");
    CHECK(refused(R"({"a":{"b":1}})") == ".a must be a text, number, boolean or null");
    CHECK(refused(R"({"a":1,"b":[]})") == ".b must be a text, number, boolean or null");
    CHECK(refused(R"({"a":1,"a":2})") == ".a is there twice");
    CHECK(refused(R"({"":1})") == " must have names of 1 to 64 characters");
    CHECK(refused(R"({"a":"x\u0000y"})") == ".a must be text without NUL characters");
}

TEST_CASE("variables are bounded in number, name and size", "[unit][calls]") {
    std::string many = "{";
    for (int i = 0; i < 100; ++i) many += (i ? ",\"v" : "\"v") + std::to_string(i) + "\":1";
    CHECK(refused(many + "}") == "taken");
    CHECK(refused(many + ",\"one\":1}") == " must be at most 100 variables");
    CHECK(refused("{\"" + std::string(64, 'n') + "\":1}") == "taken");
    CHECK(refused("{\"" + std::string(65, 'n') + "\":1}") ==
          " must have names of 1 to 64 characters");
    CHECK(refused("{\"a\":\"" + std::string(16 * 1024, 'x') + "\"}") ==
          " must be at most 16 KiB of JSON");
}
