#include "phone/plain.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using namespace hatif::phone;

TEST_CASE("separators and scripts make no difference", "[phone][plain]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"0612345678", "0612345678"},
        {"06-12-34-56-78", "0612345678"},
        {"(06) 12.34/56 78", "0612345678"},
        {"+212 612 345 678", "+212612345678"},
        {"٠٦١٢٣٤٥٦٧٨", "0612345678"},                   // Arabic-Indic
        {"۰۶۱۲۳۴۵۶۷۸", "0612345678"},                   // Persian
        {"+212612345678", "+212612345678"},             // full-width
        {"\u202A+212612345678\u202C", "+212612345678"}, // marks of direction, from a contact list
        {"06\u00A012\u201134", "061234"},               // no-break space and hyphen
    }));
    CAPTURE(text);
    CHECK(plain(text) == expected);
}

TEST_CASE("letters, and a plus among the digits, are not plain", "[phone][plain]") {
    const auto text = GENERATE(as<std::string>{}, "0612345678 ext 5", "0800-FLOWERS", "06+12",
                               "tel:0612345678", "\xff");
    CAPTURE(text);
    CHECK_FALSE(plain(text));
}

TEST_CASE("a number that a spreadsheet stored as a number is known", "[phone][plain]") {
    const auto [text, damaged] = GENERATE(table<std::string, bool>({
        {"2.12E+11", true},
        {"2,12E+11", true},
        {"2.12612345678e11", true},
        {" 2E+11 ", true},
        {"612345678.0", true},
        {"0612345678", false},
        {"06.12.34.56.78", false},
        {"06.12.34.56.0", false},
        {"2.12E", false},
        {"E+11", false},
        {"", false},
    }));
    CAPTURE(text);
    CHECK(is_spreadsheet_damage(text) == damaged);
}
