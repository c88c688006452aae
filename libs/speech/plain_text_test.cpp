#include "speech/plain_text.hpp"

#include "base/text.hpp"
#include "speech/lexicon.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::speech;

TEST_CASE("every key has words in its language, and no words are without a key",
          "[speech][plain_text]") {
    for (const auto language : languages) {
        const auto keys = every_key(language);
        for (const auto& key : keys) {
            CAPTURE(to_string(language), key);
            REQUIRE(words_of(language, key));
            CHECK(spoken_form(language, key) == *words_of(language, key));
        }
    }
    const auto unused = [](Language language, std::span<const Entry> words) {
        std::set<std::string> left;
        const auto keys = every_key(language);
        for (const auto& [key, text] : words) {
            if (!keys.contains(std::string{key})) left.emplace(key);
        }
        return left;
    };
    using Names = std::set<std::string>;
    CHECK(unused(Language::ar, arabic_words) == Names{});
    CHECK(unused(Language::fr, french_words) == Names{});
    CHECK(unused(Language::en, english_words) == Names{});
}

TEST_CASE("a key is spoken alone, in its language", "[speech][plain_text]") {
    CHECK(spoken_form(Language::fr, "200") == "deux cents");
    CHECK(spoken_form(Language::fr, "80_ordinal") == "quatre-vingtième");
    CHECK(spoken_form(Language::en, "20") == "twenty");
    CHECK(spoken_form(Language::ar, "20") == "عِشْرُون");
    CHECK(spoken_form(Language::ar, "thousand_dual_construct") == "أَلْفَا");
}

TEST_CASE("keys are written as a reader would", "[speech][plain_text]") {
    CHECK(plain_text(Language::fr, {"20", "and", "1"}) == "vingt et un");
    CHECK(plain_text(Language::fr, {"80", "1", "dirham"}) == "quatre-vingt-un dirhams");
    CHECK(plain_text(Language::fr, {"1", "thousand", "dirham"}) == "un mille dirhams");
    CHECK(plain_text(Language::en, {"20", "1", "dirham_plural"}) == "twenty-one dirhams");
    CHECK(plain_text(Language::ar, {"11", "thousand_accusative", "and", "200_construct",
                                    "dirham"}) == "أحد عشر ألفًا ومئتا درهم");
    for (const auto language : languages) CHECK(plain_text(language, {}).empty());
}

TEST_CASE("an unknown key is its own words, whatever is in it", "[speech][plain_text]") {
    for (const auto language : languages) {
        CHECK(spoken_form(language, "my_word") == "my word");
        CHECK(spoken_form(language, "../../etc/passwd") == "../../etc/passwd");
        CHECK(spoken_form(language, std::string_view{"a\0b\nc\x7F", 6}) == "a b c ");
        CHECK(spoken_form(language, "") == "");
        CHECK(spoken_form(language, "21_ordinal_feminine_dual") == "21 ordinal feminine dual");
        const std::string endless(1'000'000, 'x');
        CHECK(spoken_form(language, endless).size() == longest_spoken_form);
        for (const auto* bad : {"\xFF\xFE", "é\xC3", "\xD9"}) {
            CHECK(base::is_utf8(spoken_form(language, bad)));
            CHECK(base::is_utf8(plain_text(language, {bad, "and", bad})));
        }
        std::string accents;
        for (int i = 0; i < 1'000; ++i) accents += "aé€";
        CHECK(base::is_utf8(spoken_form(language, accents)));
    }
}
