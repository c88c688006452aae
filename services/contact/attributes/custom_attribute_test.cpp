#include "contact/attributes/custom_attribute.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::contact;

TEST_CASE("an attribute's name is the slug of its display name", "[contact][attribute]") {
    const auto [display, name] = GENERATE(table<std::string, std::string>({
        {"Account Balance", "account_balance"},
        {"Subscription Tier", "subscription_tier"},
        {"Last Contact", "last_contact"},
        {"  VIP -- level #2 ", "vip_level_2"},
        {"account_balance", "account_balance"},
        {"Client's Rank", "clients_rank"},
        {"2nd Phone", "2nd_phone"},
        {"Prénom Usuel", "prenom_usuel"},
        {"Straße", "strasse"},
        {"رصيد الحساب", "rsyd_alhsab"},
        {"!!!", ""},
    }));
    CAPTURE(display);
    CHECK(attribute_name(display) == name);
}

TEST_CASE("each type of attribute has one word", "[contact][attribute]") {
    using enum AttributeType;
    for (const auto type : {text, number, boolean, date, phone_number, email, url}) {
        CHECK(attribute_type_named(word_of(type)) == type);
    }
    CHECK_FALSE(attribute_type_named("colour"));
}

TEST_CASE("what is wrong with an attribute is named", "[contact][attribute]") {
    const auto wrong = [](const std::string& display, std::optional<AttributeType> type,
                          const std::optional<std::string>& description) {
        const auto checked = check_attribute(display, type, description);
        std::string paths;
        if (checked) return paths;
        for (const auto& field : checked.error().fields) paths += field.path + " ";
        return paths;
    };
    CHECK(wrong("Tier", AttributeType::text, std::nullopt).empty());
    CHECK(wrong("رصيد", AttributeType::text, std::string(256, 'x')).empty());
    CHECK(wrong("ab", AttributeType::text, std::nullopt) == "displayName ");
    CHECK(wrong(std::string(65, 'x'), AttributeType::text, std::nullopt) == "displayName ");
    CHECK(wrong("?!?", AttributeType::text, std::nullopt) == "displayName ");
    CHECK(wrong("", std::nullopt, std::string(257, 'x')) == "displayName type description ");
}
