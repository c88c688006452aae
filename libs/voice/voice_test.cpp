#include "voice/engine_choice.hpp"
#include "voice/voice.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace hatif;
using voice::check;

namespace {

std::string refusal_of(const std::string& text, const std::string& name = {}) {
    const auto checked = check({text, speech::Language::fr, name});
    return checked ? "" : checked.error().reason;
}

std::string many(std::size_t count, const std::string& piece) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

/// The environment of a test's own.
config::Environment environment(std::map<std::string, std::string> values) {
    return config::Environment{[values = std::move(values)](const char* name) {
        const auto it = values.find(name);
        return it == values.end() ? nullptr : it->second.c_str();
    }};
}

} // namespace

TEST_CASE("a text to be spoken has 1 to 2,000 characters, however many bytes they are",
          "[unit][voice]") {
    CHECK(refusal_of("bonjour") == "");
    CHECK(refusal_of(many(2'000, "\u0639")) == "");
    CHECK(refusal_of(many(2'001, "\u0639")) == "text_too_long");
    CHECK(refusal_of("") == "text_invalid");
    CHECK(refusal_of(" \n\t") == "text_invalid");
}

TEST_CASE("what is no text is not spoken", "[unit][voice]") {
    CHECK(refusal_of("\xFF\xFE") == "text_invalid");
    CHECK(refusal_of(std::string{"a\0b", 3}) == "text_invalid");
}

TEST_CASE("a voice's name can be no path and no option", "[unit][voice]") {
    for (const auto* name : {"", "fr", "fr-be", "en-gb+f3", "Nova_2", "0"}) {
        CAPTURE(name);
        CHECK(refusal_of("bonjour", name) == "");
    }
    for (const auto* name : {"-w", "--path=/", "+f3", "../fr", "fr/be", "fr be", "fr.be", "fr\n",
                             "\u0639", "_fr", "fr;ls", "fr\x7F"}) {
        CAPTURE(name);
        CHECK(refusal_of("bonjour", name) == "voice_unknown");
    }
    CHECK(refusal_of("bonjour", many(64, "v")) == "");
    CHECK(refusal_of("bonjour", many(65, "v")) == "voice_unknown");
}

TEST_CASE("no error has anything of the text", "[unit][voice]") {
    const auto refused = check({many(2'001, "secret "), speech::Language::fr, ""});
    CHECK(refused.error().what.find("secret") == std::string::npos);
}

TEST_CASE("espeak-ng speaks unless a server is named", "[unit][voice]") {
    auto nothing = environment({});
    const auto usual = voice::read_engine_setting(nothing);
    CHECK(usual.program == "/usr/bin/espeak-ng");
    CHECK_FALSE(usual.http);

    auto named = environment(
        {{"HATIF_VOICE_URL", "http://127.0.0.1:9/speak"}, {"HATIF_VOICE_VERSION", "7"}});
    const auto setting = voice::read_engine_setting(named);
    REQUIRE(setting.http);
    CHECK(voice::make_engine(setting)->name() == "http http://127.0.0.1:9/speak 7");

    auto wrong = environment({{"HATIF_VOICE_URL", "file:///etc/passwd"}});
    CHECK_THROWS(voice::make_engine(voice::read_engine_setting(wrong)));
}
