#include "detection/amd_decision.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <sstream>
#include <vector>

using namespace hatif::detection;
using std::chrono::milliseconds;
using What = Heard::What;

namespace {

struct Part {
    What what;
    int time; ///< ms
    float movement = 1;
    float power = 1'000;
};

/// The settings that the tests speak of, whatever the defaults are.
constexpr AmdSettings settings{.initial_silence = milliseconds{2'500},
                               .greeting = milliseconds{1'500},
                               .after_greeting_silence = milliseconds{1'000},
                               .total_analysis = milliseconds{5'000},
                               .min_word = milliseconds{100},
                               .between_words_silence = milliseconds{100},
                               .max_words = 4};

std::optional<Verdict> judge(const std::vector<Part>& parts) {
    AmdDecision decision{settings};
    for (const auto& part : parts)
        for (int time = 0; time < part.time; time += 10)
            // Five syllables a second, as people speak.
            if (const auto verdict =
                    decision.hear({part.what, part.movement, part.power,
                                   time % 200 < 100 ? part.power : part.power / 20}))
                return verdict;
    return std::nullopt;
}

Verdict decided(const std::vector<Part>& parts) {
    const auto verdict = judge(parts);
    REQUIRE(verdict);
    return *verdict;
}

constexpr Part silence_for_ever{What::silence, 20'000};

} // namespace

TEST_CASE("a short greeting and silence is a person", "[detection][decision]") {
    const auto verdict = decided({{What::silence, 400}, {What::sound, 500}, silence_for_ever});
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::greeting_then_silence);
    CHECK(verdict.delay == milliseconds{900} + verdict.last_silence);
    CHECK(verdict.greeting == milliseconds{500});
    CHECK(verdict.words == 1);
    CHECK(verdict.initial_silence == milliseconds{400});
    CHECK(verdict.last_silence > milliseconds{500});
    CHECK(verdict.last_silence < milliseconds{1'000}); // the whole of it is for half a sentence
    CHECK_FALSE(verdict.beep);
}

TEST_CASE("a long greeting is a machine as soon as it is long", "[detection][decision]") {
    const auto verdict = decided({{What::silence, 300}, {What::sound, 9'000}});
    CHECK(verdict.answerer == Answerer::machine);
    CHECK(verdict.cause == AmdCause::long_greeting);
    CHECK(verdict.delay.count() == Approx(1'800).margin(200)); // by its syllables
    CHECK(verdict.greeting == verdict.delay - milliseconds{300});
}

TEST_CASE("a phrase goes on over short breaths and ends with a long one", "[detection][decision]") {
    std::vector<Part> reading;
    for (int word = 0; word < 4; ++word) {
        reading.push_back({What::sound, 400});
        reading.push_back({What::silence, 150});
    }
    CHECK(decided(reading).cause == AmdCause::long_greeting);

    const auto twice =
        decided({{What::sound, 500}, {What::silence, 520}, {What::sound, 500}, silence_for_ever});
    CHECK(twice.answerer == Answerer::human);
    CHECK(twice.greeting == milliseconds{1'000}); // the pause is no part of it
    CHECK(twice.words == 2);
}

TEST_CASE("many words are a machine, however short", "[detection][decision]") {
    std::vector<Part> words;
    for (int word = 0; word < 9; ++word) {
        words.push_back({What::sound, 120});
        words.push_back({What::silence, 500});
    }
    const auto verdict = decided(words);
    CHECK(verdict.answerer == Answerer::machine);
    CHECK(verdict.cause == AmdCause::many_words);
    CHECK(verdict.words == 5);
}

TEST_CASE("sound shorter than a word is none", "[detection][decision]") {
    std::vector<Part> clicks;
    for (int click = 0; click < 30; ++click) {
        clicks.push_back({What::sound, 60});
        clicks.push_back({What::silence, 140});
    }
    const auto verdict = decided(clicks);
    CHECK(verdict.cause == AmdCause::initial_silence);
    CHECK(verdict.words == 0);
}

TEST_CASE("silence after the pick-up is a person", "[detection][decision]") {
    const auto verdict = decided({silence_for_ever});
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::initial_silence);
    CHECK(verdict.delay == milliseconds{2'500});
}

TEST_CASE("a beep is a machine at any time", "[detection][decision]") {
    const auto first = decided({{What::silence, 300}, {What::beep, 10}});
    CHECK(first.answerer == Answerer::machine);
    CHECK(first.cause == AmdCause::beep);
    CHECK(first.beep);
    const auto behind = decided({{What::sound, 600}, {What::silence, 300}, {What::beep, 10}});
    CHECK(behind.cause == AmdCause::beep);
    CHECK(behind.words == 1);
}

TEST_CASE("a key is a person", "[detection][decision]") {
    AmdDecision decision{settings};
    CHECK_FALSE(decision.hear({What::sound}));
    const auto verdict = decision.key();
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::key);
    CHECK(verdict.delay == milliseconds{10});
}

TEST_CASE("while it rings nobody is silent, and what rang was no word", "[detection][decision]") {
    const auto verdict = decided({{What::sound, 50},
                                  {What::tone, 2'000},
                                  {What::silence, 1'000},
                                  {What::sound, 400},
                                  silence_for_ever});
    CHECK(verdict.cause == AmdCause::greeting_then_silence);
    CHECK(verdict.words == 1);
}

TEST_CASE("music is no greeting", "[detection][decision]") {
    const auto only = decided({{What::sound, 20'000, 0.2F}});
    CHECK(only.answerer == Answerer::human);
    CHECK(only.cause == AmdCause::time_is_up);
    const auto before = decided(
        {{What::sound, 2'000, 0.2F}, {What::silence, 400}, {What::sound, 500}, silence_for_ever});
    CHECK(before.cause == AmdCause::greeting_then_silence);
    CHECK(before.words == 1);
}

TEST_CASE("what was far weaker than who speaks was the room", "[detection][decision]") {
    const auto verdict =
        decided({{What::sound, 1'200, 1, 100}, {What::sound, 600, 1, 10'000}, silence_for_ever});
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::greeting_then_silence);
}

TEST_CASE("what is far weaker than who spoke is the room again, and they are silent",
          "[detection][decision]") {
    const auto verdict = decided({{What::sound, 600, 1, 10'000}, {What::sound, 9'000, 1, 500}});
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::greeting_then_silence);
    CHECK(verdict.greeting == milliseconds{600});
}

TEST_CASE("music right before hello adds nothing to it", "[detection][decision]") {
    const auto verdict = decided(
        {{What::sound, 1'500, 0.1F}, {What::silence, 100}, {What::sound, 700}, silence_for_ever});
    CHECK(verdict.answerer == Answerer::human);
}

TEST_CASE("when the time is up, doubt is a person", "[detection][decision]") {
    std::vector<Part> doubt{{What::silence, 2'400}};
    for (int word = 0; word < 4; ++word) {
        doubt.push_back({What::sound, 150});
        doubt.push_back({What::silence, 600});
    }
    const auto verdict = decided(doubt);
    CHECK(verdict.answerer == Answerer::human);
    CHECK(verdict.cause == AmdCause::time_is_up);
    CHECK(verdict.delay == milliseconds{5'000});
}

TEST_CASE("whatever is heard, there is a verdict, and not after the time is up",
          "[detection][decision]") {
    std::mt19937 chance{11};
    for (int again = 0; again < 2'000; ++again) {
        std::vector<Part> parts;
        for (int part = 0; part < 200; ++part)
            parts.push_back({static_cast<What>(chance() % 100 == 0 ? 3 : chance() % 3),
                             static_cast<int>(chance() % 60) * 10,
                             static_cast<float>(chance() % 200) / 100,
                             static_cast<float>(chance() % 100'000)});
        parts.push_back(silence_for_ever);
        const auto verdict = decided(parts);
        CHECK(verdict.delay > milliseconds{0});
        CHECK(verdict.delay <= settings.total_analysis);
        CHECK(verdict.greeting <= verdict.delay);
        CHECK(verdict.initial_silence <= verdict.delay);
        CHECK(verdict.beep == (verdict.cause == AmdCause::beep));
    }
}

TEST_CASE("each cause has a word", "[detection][decision]") {
    CHECK(to_string(AmdCause::long_greeting) == "long_greeting");
    CHECK(to_string(AmdCause::time_is_up) == "time_is_up");
    CHECK(to_string(Answerer::machine) == "machine");
    std::ostringstream text;
    text << Verdict{.answerer = Answerer::machine, .cause = AmdCause::beep, .beep = true};
    CHECK(text.str().find("machine by beep") == 0);
}
