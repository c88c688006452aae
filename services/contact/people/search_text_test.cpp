#include "contact/people/search_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace hatif::contact;

namespace {

const auto morocco = *hatif::phone::Country::parse("MA");

/// Is the contact found by these words?
bool found_by(const std::string& words) {
    Texts texts;
    texts[index_of(TextField::first_name)] = "Élodie";
    texts[index_of(TextField::last_name)] = "El-Fassi";
    texts[index_of(TextField::full_name)] = "إيلودي الفاسي";
    texts[index_of(TextField::primary_email)] = "Elodie@Example.com";
    const auto text = search_text(texts, "+212612345678", "0612345678");
    const auto terms = search_terms(words, morocco);
    return std::any_of(terms.begin(), terms.end(),
                       [&](const auto& term) { return text.find(term) != text.npos; });
}

} // namespace

TEST_CASE("accents and case make no difference", "[contact][search]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"Élodie", "elodie"},
        {"ELODIE", "elodie"},
        {"E\u0301lodie", "elodie"},
        {"Straße", "strasse"},
        {"مُحَمَّد", "محمد"},
        {"محـــمد", "محمد"},
        {"أحمد", "احمد"},
        {"", ""},
    }));
    CAPTURE(text);
    CHECK(folded(text) == expected);
}

TEST_CASE("a contact is found by parts of its names, e-mail and phone", "[contact][search]") {
    const auto words =
        GENERATE(as<std::string>{}, "elodie", "ÉLOD", "elodie el-fassi", "fassi", "ايلودي",
                 "@example", "0612345678", "+212612345678", "00212612345678", "212 612", "06-12-34",
                 "06 12 34 56 78", "5678", "٠٦١٢٣٤", "+212 (0)6 12 34 56 78", "+2126");
    CAPTURE(words);
    CHECK(found_by(words));
}

TEST_CASE("words of which folding leaves nothing search for nothing", "[contact][search]") {
    const auto words = GENERATE(as<std::string>{}, "", "ـ", "ـــ", "\u0301", "َ");
    CAPTURE(words);
    CHECK(search_terms(words, morocco).empty());
}

TEST_CASE("what is not there is not found", "[contact][search]") {
    const auto words = GENERATE(as<std::string>{}, "fassi elodie", "0699999999", "example.org",
                                "example.com 0612");
    CAPTURE(words);
    CHECK_FALSE(found_by(words));
}
