#include "contact/attributes/attribute_values.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <string>

using namespace hatif::contact;

namespace {

using enum AttributeType;

AttributeSchema schema_of(std::initializer_list<std::pair<std::string, AttributeType>> attributes) {
    AttributeSchema schema;
    for (const auto& [name, type] : attributes) schema.add(name, type);
    return schema;
}

const auto usual = schema_of({{"balance", number}, {"tier", text}, {"is_active", boolean}});

} // namespace

TEST_CASE("only the attributes sent change, and null clears one", "[contact][attribute]") {
    const auto one =
        with_changes(no_attributes, {{"balance", number, "1500"}, {"tier", text, R"("a \"b\"")"}});
    CHECK(visible(one, usual) == R"({"balance":1500,"tier":"a \"b\""})");
    const auto two =
        with_changes(one, {{"is_active", boolean, "false"}, {"tier", text, std::nullopt}});
    CHECK(visible(two, usual) == R"({"balance":1500,"is_active":false})");
    CHECK(with_changes(two, {}) == two);
    CHECK(with_changes(two, {{"tier", text, std::nullopt}}) == two);
}

TEST_CASE("a number that is only written otherwise stays as it is", "[contact][attribute]") {
    const auto stored = with_changes(no_attributes, {{"balance", number, "1500"}});
    CHECK(with_changes(stored, {{"balance", number, "1500.00"}}) == stored);
    CHECK(visible(with_changes(stored, {{"balance", number, "1500.01"}}), usual) ==
          R"({"balance":1500.01})");
}

TEST_CASE("a deleted attribute hides its values and erases none", "[contact][attribute]") {
    const auto stored =
        with_changes(no_attributes, {{"balance", number, "1500"}, {"tier", text, R"("gold")"}});
    const auto without = schema_of({{"tier", text}});
    CHECK(visible(stored, without) == R"({"tier":"gold"})");
    const auto later = with_changes(stored, {{"tier", text, R"("silver")"}});
    CHECK(visible(later, usual) == R"({"balance":1500,"tier":"silver"})");
}

TEST_CASE("values never show under another type", "[contact][attribute]") {
    const auto stored = with_changes(no_attributes, {{"balance", text, R"("plenty")"}});
    CHECK(visible(stored, usual) == "{}");
    const auto both = with_changes(stored, {{"balance", number, "7"}});
    CHECK(visible(both, usual) == R"({"balance":7})");
    CHECK(visible(both, schema_of({{"balance", text}})) == R"({"balance":"plenty"})");
}

TEST_CASE("values grow to 64 KB; those that are larger may only shrink", "[contact][attribute]") {
    const std::string most(most_attribute_bytes, 'x');
    CHECK(check_growth("{}", most));
    const auto refused = check_growth(most, most + "x");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().reason == "VALIDATION");
    CHECK(refused.error().fields.at(0).path == "customAttributes");
    CHECK(check_growth(most + "xx", most + "x"));
    CHECK(check_growth(most + "x", most + "x"));
}

TEST_CASE("plain values are texts as they are, all else as JSON", "[contact][attribute]") {
    const auto values = plain_values(R"({"balance":-1.50,"is_active":true,"tier":"a \"b\"\né"})");
    CHECK(values == std::map<std::string, std::string, std::less<>>{
                        {"balance", "-1.50"}, {"is_active", "true"}, {"tier", "a \"b\"\né"}});
    CHECK(plain_values("{}").empty());
}

TEST_CASE("changes one by one are the changes of a map", "[contact][attribute][law]") {
    const std::vector<std::string> names{"a", "a_b", "ab", "b1", "c"};
    const std::vector<std::string> texts{R"("")", R"("x")", R"("{\"a\":1}")", R"("é\\\"\n")"};
    auto schema = schema_of({});
    for (const auto& name : names) schema.add(name, text);
    std::mt19937 random{11};
    const auto pick = [&](const auto& from) {
        return from[std::uniform_int_distribution<std::size_t>{0, from.size() - 1}(random)];
    };
    std::map<std::string, std::string> expected;
    std::string stored{no_attributes};
    for (int i = 0; i < 2'000; ++i) {
        const auto name = pick(names);
        if (i % 3 == 0) {
            expected.erase(name);
            stored = with_changes(stored, {{name, text, std::nullopt}});
        } else {
            expected[name] = pick(texts);
            stored = with_changes(stored, {{name, text, expected[name]}});
        }
        std::string all;
        for (const auto& [key, json] : expected) {
            all += (all.empty() ? "\"" : ",\"") + key + "\":" + json;
        }
        // Of names of which one begins with another, the stored order is that of the longer keys.
        REQUIRE(plain_values(visible(stored, schema)) == plain_values("{" + all + "}"));
    }
}
