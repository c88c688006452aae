#include "objects/object_key.hpp"

#include <catch2/catch.hpp>

using hatif::objects::ObjectKey;

TEST_CASE("a key is a path of plain parts below a folder", "[unit][objects]") {
    const std::string key = "recordings/018f4d2e-1111-7222-8333-444455556666/a_1.wav";
    CHECK(ObjectKey::parse(key).value().value() == key);
    CHECK(ObjectKey::parse("abc/d"));
}

TEST_CASE("nothing that leads elsewhere is a key", "[unit][objects]") {
    const auto [text, why] = GENERATE(table<std::string, std::string>({
        {"", "nothing"},
        {"recordings", "no folder"},
        {"/recordings/a.wav", "absolute"},
        {"recordings/../a.wav", "up"},
        {"recordings/..", "up"},
        {"recordings/.", "itself"},
        {"recordings/.hidden", "hidden"},
        {"recordings//a.wav", "an empty part"},
        {"recordings/", "an empty part"},
        {"recordings/A.wav", "capitals: file systems differ on them"},
        {"recordings/a b.wav", "a space"},
        {"recordings/a\\b.wav", "a backslash"},
        {std::string{"recordings/a\0b", 14}, "a zero"},
        {"recordings/\xC3\xA9.wav", "beyond ASCII"},
        {"ab/cd/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
         "a hash's place"},
        {"recordings/" + std::string(190, 'a'), "too long"},
    }));
    CAPTURE(text, why);
    CHECK_FALSE(ObjectKey::parse(text));
}

TEST_CASE("a key of two hundred characters is the longest", "[unit][objects]") {
    CHECK(ObjectKey::parse("recordings/" + std::string(189, 'a')));
}
