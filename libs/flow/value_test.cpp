#include "flow/value_source.hpp"

#include <catch2/catch.hpp>

using namespace hatif::flow;

TEST_CASE("a value prints as a person would write it", "[flow][value]") {
    CHECK(to_text(Null{}).empty());
    CHECK(to_text(true) == "true");
    CHECK(to_text(12.0) == "12");
    CHECK(to_text(-0.5) == "-0.5");
    CHECK(to_text(std::string{"oui"}) == "oui");
}

TEST_CASE("a value as JSON keeps its type", "[flow][value]") {
    CHECK(to_json(Null{}) == "null");
    CHECK(to_json(false) == "false");
    CHECK(to_json(1000000.0) == "1000000");
    CHECK(to_json(std::string{"say \"oui\""}) == R"("say \"oui\"")");
}

TEST_CASE("phone and email are other names of the primary ones", "[flow][value]") {
    CHECK(contact_field("phone") == "primaryPhone");
    CHECK(contact_field("email") == "primaryEmail");
    CHECK(contact_field("lastName") == "lastName");
    CHECK_FALSE(contact_field("shoeSize").has_value());
}

TEST_CASE("each source is read from its own place", "[flow][value]") {
    const Variables variables{{"x", {std::string{"variable"}}}};
    const Sources sources{{{"x", std::string{"attribute"}}},
                          {{"firstName", std::string{"Zineb"}}},
                          {{"sys.attemptNumber", 2.0}}};
    const Scope scope{variables, sources, "answered", "human"};
    using Kind = ValueSource::Kind;
    CHECK(read({Kind::variable, "x"}, scope)->value == Value{std::string{"variable"}});
    CHECK(read({Kind::custom_attribute, "x"}, scope)->value == Value{std::string{"attribute"}});
    CHECK(read({Kind::contact_field, "firstName"}, scope)->value == Value{std::string{"Zineb"}});
    CHECK(read({Kind::system, "sys.attemptNumber"}, scope)->value == Value{2.0});
    CHECK(read({Kind::system, "sys.callStatus"}, scope)->value == Value{std::string{"answered"}});
}

TEST_CASE("what a contact does not have is null, a variable never set is nothing",
          "[flow][value]") {
    const Scope scope{{}, {}, "dialing", ""};
    CHECK(read({ValueSource::Kind::contact_field, "city"}, scope)->value == Value{});
    CHECK(read({ValueSource::Kind::system, "sys.answeredBy"}, scope)->value == Value{});
    CHECK_FALSE(read({ValueSource::Kind::variable, "x"}, scope).has_value());
}
