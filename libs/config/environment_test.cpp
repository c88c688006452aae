#include "config/environment.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using hatif::config::Environment;
using namespace std::chrono_literals;

namespace {

Environment with(const std::map<std::string, std::string>& set) {
    return Environment{[set](const char* name) -> const char* {
        static thread_local std::string found;
        const auto it = set.find(name);
        if (it == set.end()) return nullptr;
        found = it->second;
        return found.c_str();
    }};
}

} // namespace

TEST_CASE("settings are read with their defaults", "[config]") {
    auto env = with({{"A", "x"}, {"N", "7"}, {"L", "a, b,,c"}, {"S", "20"}});
    CHECK(env.text("A") == "x");
    CHECK(env.text("B", "y") == "y");
    CHECK(env.number("N", 1, 0, 10) == 7);
    CHECK(env.number("M", 1, 0, 10) == 1);
    CHECK(env.list("L") == std::vector<std::string>{"a", "b", "c"});
    CHECK(env.seconds("S", 15s) == 20s);
    CHECK(env.refusals().has_value());
}

TEST_CASE("all that is wrong is refused at once", "[config]") {
    auto env = with({{"N", "70"}, {"M", "7x"}});
    env.text("A");
    env.number("N", 1, 0, 10);
    env.number("M", 1, 0, 10);
    REQUIRE_FALSE(env.refusals().has_value());
    CHECK(env.refusals().error().what ==
          "A must be set; N must be a whole number from 0 to 10, not \"70\"; "
          "M must be a whole number from 0 to 10, not \"7x\"");
}
