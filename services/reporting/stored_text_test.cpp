#include "reporting/stored_text.hpp"

#include "base/text.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <vector>

using namespace hatif;
using namespace hatif::reporting;
using namespace std::string_literals;

TEST_CASE("a name is what fits into 200 bytes, in whole characters and without NUL",
          "[unit][reporting][stored_text]") {
    const std::vector<std::string> characters{"a", "\0"s, "é", "م", "€", "📞"};
    std::mt19937 random{11};
    for (int round = 0; round < 500; ++round) {
        std::string text, expected;
        bool full = false;
        for (auto left = random() % 260; left > 0; --left) {
            const auto& character = characters[random() % characters.size()];
            text += character;
            if (character == "\0"s) continue;
            full = full || expected.size() + character.size() > 200;
            if (!full) expected += character;
        }
        const auto name = short_name(text);
        CHECK(name == expected);
        CHECK(base::is_utf8(name));
    }
}

TEST_CASE("a text keeps its length without its NULs", "[unit][reporting][stored_text]") {
    CHECK(without_nul("Con\0sent?\0"s) == "Consent?");
    CHECK(without_nul(std::string(1'000, 'x')).size() == 1'000);
}
