#include "simulation/hidden_keys.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::simulation;

namespace {

constexpr std::string_view order = "1234567890*#ABCD";

using Run = std::vector<HiddenKey>;

} // namespace

TEST_CASE("a branch that was taken tells its keys, one after the other", "[simulation][hidden]") {
    const Run keyed{{std::nullopt}, {std::nullopt}, {"90"}};
    CHECK(likely_keys(keyed, 0, order).front() == '9');
    CHECK(likely_keys(Run{keyed.begin() + 1, keyed.end()}, 1, order).front() == '0');
    CHECK(likely_keys(Run{{"90"}}, 2, order) == order); // the terminator, or a silence
    CHECK(likely_keys(Run{{"onSuccess"}}, 0, order) == order);
    CHECK(likely_keys({}, 0, order) == order);
}

TEST_CASE("the branch of an answer that was asked for again is not that of the wrong one before",
          "[simulation][hidden]") {
    const Run keyed{{std::nullopt}, {std::nullopt, true}, {std::nullopt}, {"90"}};
    CHECK(likely_keys(keyed, 0, order) == order);
    CHECK(likely_keys(Run{keyed.begin() + 2, keyed.end()}, 0, order).front() == '9');
    CHECK(likely_keys(Run{{"90", true}}, 0, order) == order);
}

TEST_CASE("a hidden input tells the output it led to, and whether it was asked for again",
          "[simulation][hidden]") {
    const auto hidden = hidden_in({"key_pressed", R"({"output":"12","again":true})"});
    REQUIRE(hidden);
    CHECK(hidden->output == "12");
    CHECK(hidden->again);
    CHECK(hidden_in({"key_pressed", R"({"output":null})"})->output == std::nullopt);
    CHECK_FALSE(hidden_in({"key_pressed", R"({"digit":"1"})"}));
    CHECK_FALSE(hidden_in({"key_pressed", "{"}));
    CHECK(is_hidden_key({"key_pressed", R"({"output":null})"}));
    CHECK_FALSE(is_hidden_key({"timer_fired", R"({"output":null})"}));
}

TEST_CASE("only a value that is hidden is taken for one, and no text that looks like it",
          "[simulation][hidden]") {
    CHECK(hides_value({"request_over", R"({"values":[{"secret":"text"}]})"}));
    CHECK_FALSE(hides_value({"request_over", R"({"values":["{\"secret\":"]})"}));
    CHECK_FALSE(hides_value({"key_pressed", R"({"values":[{"secret":"text"}]})"}));
}
