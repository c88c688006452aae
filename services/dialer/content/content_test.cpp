#include "dialer/content/content.hpp"
#include "flow/play_item.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;

namespace {

const auto sound = std::make_shared<const audio::Prompt>();

/// One audio, and a dictionary of one word.
Content some_content() {
    Content content;
    content.prompts.emplace(flow::PromptId{"hello"}, sound);
    content.dictionaries.emplace(
        flow::DictionaryId{"numbers"},
        std::make_shared<const Dictionary>(Dictionary{"ar", {{"100", sound}}}));
    return content;
}

flow::Fault why_not(const flow::Piece& piece) {
    const auto found = recording_of(some_content(), piece);
    REQUIRE_FALSE(found);
    return found.error();
}

flow::SpokenKey word(const char* dictionary, const char* key, bool secret = false) {
    return {flow::DictionaryId{dictionary}, key, speech::Language::ar, secret};
}

} // namespace

TEST_CASE("audio and words are found by their names", "[dialer][content]") {
    CHECK(recording_of(some_content(), flow::PromptId{"hello"}).value() == sound);
    CHECK(recording_of(some_content(), word("numbers", "100")).value() == sound);
}

TEST_CASE("what is not there is named", "[dialer][content]") {
    CHECK(why_not(flow::PromptId{"bye"}).code == "audio_not_found");
    CHECK(why_not(word("dates", "monday")).code == "dictionary_not_found");
    CHECK(why_not(word("numbers", "200")) ==
          flow::Fault{"dictionary_key_missing", "dictionary numbers has no recording of '200'"});
}

TEST_CASE("no word is taken out of a dictionary of another language", "[dialer][content]") {
    const flow::SpokenKey french{flow::DictionaryId{"numbers"}, "100", speech::Language::fr};
    CHECK(why_not(french) ==
          flow::Fault{"dictionary_language", "dictionary numbers is in ar, not fr"});
}

TEST_CASE("a secret word is not named", "[dialer][content]") {
    CHECK(why_not(word("numbers", "7", true)).what == "dictionary numbers has no recording of '•'");
}

TEST_CASE("a word that a dictionary lacks is taken from the built-in one of its language",
          "[dialer][content]") {
    auto content = some_content();
    const auto other = std::make_shared<const audio::Prompt>();
    content.dictionaries.emplace(
        flow::built_in(speech::Language::ar),
        std::make_shared<const Dictionary>(Dictionary{"ar", {{"100", other}, {"200", other}}}));
    CHECK(recording_of(content, word("numbers", "200")).value() == other);
    CHECK(recording_of(content, word("numbers", "100")).value() == sound); // its own first
    CHECK(recording_of(content, word("numbers", "300")).error().code == "dictionary_key_missing");
    const flow::SpokenKey french{flow::DictionaryId{"numbers"}, "200", speech::Language::fr};
    CHECK(recording_of(content, french).error().code == "dictionary_language");
}
