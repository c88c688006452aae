#include "contact/people/text_field.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::contact;

TEST_CASE("the table of text fields is in the order of the enumerators", "[contact][text-field]") {
    for (std::size_t i = 0; i < text_field_count; ++i) {
        CHECK(index_of(text_rules()[i].field) == i);
    }
}

TEST_CASE("an e-mail address has a name, one @ and a domain", "[contact][text-field]") {
    const auto [text, is_one] = GENERATE(table<std::string, bool>({
        {"fatima@example.com", true},
        {"f.z+test_1@mail.example.co.ma", true},
        {"fátima@exámple.com", true},
        {"", false},
        {"example.com", false},
        {"@example.com", false},
        {"fatima@", false},
        {"fatima@example", false},
        {"fatima@@example.com", false},
        {"fatima @example.com", false},
        {".fatima@example.com", false},
        {"fa..tima@example.com", false},
        {"fatima@-example.com", false},
        {"fatima@example..com", false},
        {"fatima@exam ple.com", false},
    }));
    CAPTURE(text);
    CHECK(is_email(text) == is_one);
}
