#include "flow/json_values.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::flow;

using Values = std::vector<Value>;

TEST_CASE("JSON pointers lead to the scalars of an answer (RFC 6901)", "[flow][json_values]") {
    const auto* json = R"({"a":{"b":[10,"x",true,null,{}]},"m~n":1,"a/b":2,"":3})";
    CHECK(values_in(json, {"/a/b/0", "/a/b/1", "/a/b/2", "/a/b/3"}) ==
          Values{10.0, std::string{"x"}, true, Null{}});
    CHECK(values_in(json, {"/m~0n", "/a~1b", "/"}) == Values{1.0, 2.0, 3.0});
    CHECK(values_in("5", {""}) == Values{5.0});
}

TEST_CASE("where nothing stands, or no scalar, there is null", "[flow][json_values]") {
    CHECK(values_in(R"({"a":{"b":[1]}})", {"", "/a", "/a/b", "/a/b/1", "/a/b/-", "/c", "a"}) ==
          Values(7));
    CHECK(values_in("<html>", {"/a", "/b"}) == Values(2));
    CHECK(values_in("", {"/a"}) == Values(1));
    CHECK(values_in("{}", {}).empty());
}

TEST_CASE("no answer is too broken to be looked at", "[flow][json_values]") {
    std::mt19937 random{4};
    const std::string json = R"({"a":[1.5,"\u00e9",{"b":null}],"c":true})";
    for (int i = 0; i < 20'000; ++i) {
        auto broken = json;
        for (unsigned changes = random() % 4; changes > 0; --changes) {
            broken[random() % broken.size()] = static_cast<char>(random() % 256);
        }
        CHECK(values_in(broken, {"/a/0", "/a/2/b", "/c", "/~", "//"}).size() == 5);
    }
}
