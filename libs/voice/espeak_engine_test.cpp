#include "transcode/decoder.hpp"
#include "voice/espeak_engine.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <sys/resource.h>
#include <thread>

using namespace hatif;
using namespace std::chrono_literals;
using speech::Language;
using voice::EspeakEngine;

namespace {

constexpr const char* program = "/usr/bin/espeak-ng";

double played(EspeakEngine& engine, const voice::Utterance& utterance) {
    const auto file = engine.speak(utterance);
    INFO((file ? "" : file.error().what));
    REQUIRE(file);
    const auto decoded =
        transcode::Decoder{HATIF_AUDIO_DECODER}.decode(*file, {.trim_silence = true});
    INFO((decoded ? "" : decoded.error().what));
    REQUIRE(decoded);
    return decoded->played_seconds();
}

std::string refusal_of(EspeakEngine& engine, const voice::Utterance& utterance) {
    const auto file = engine.speak(utterance);
    return file ? "" : file.error().reason;
}

double cpu_of_children() {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

} // namespace

TEST_CASE("espeak-ng speaks Arabic, French and English, as calls play it", "[integration][voice]") {
    EspeakEngine engine{program};
    const auto arabic =
        played(engine, {"\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645", Language::ar});
    CHECK(arabic > 0.3);
    CHECK(arabic < 3);
    const auto french = played(engine, {"bonjour et bienvenue", Language::fr});
    CHECK(french > 0.5);
    CHECK(french < 3);
    CHECK(played(engine, {"bonjour et bienvenue, bonjour et bienvenue", Language::fr}) > french);
    CHECK(played(engine, {"good morning", Language::en}) > 0.3);
}

TEST_CASE("the same text is spoken otherwise in another language, or by another voice",
          "[integration][voice]") {
    EspeakEngine engine{program};
    const auto french = engine.speak({"100", Language::fr}).value();
    CHECK(engine.speak({"100", Language::fr}).value() == french);
    CHECK(engine.speak({"100", Language::en}).value() != french);
    CHECK(engine.speak({"100", Language::fr, "fr-be+f3"}).value() != french);
}

TEST_CASE("a voice that espeak-ng does not have is refused by its name", "[integration][voice]") {
    EspeakEngine engine{program};
    CHECK(refusal_of(engine, {"bonjour", Language::fr, "zz-nobody"}) == "voice_unknown");
    CHECK(refusal_of(engine, {"bonjour", Language::fr, "../fr"}) == "voice_unknown");
}

TEST_CASE("signs of the program's own are no more than signs", "[integration][voice]") {
    EspeakEngine engine{program};
    const auto plain = played(engine, {"a", Language::en});
    CHECK(played(engine, {"[[h@'loU w'3:ld h@'loU w'3:ld]]", Language::en}) > plain);
    CHECK(played(engine, {"-w /tmp/hatif-no-such-file bonjour", Language::fr}) > plain);
    CHECK(played(engine, {"<audio src=\"/etc/passwd\"/> bonjour", Language::fr}) > plain);
    CHECK(engine.speak({"[[[[a]]]]", Language::en}));
}

TEST_CASE("2,000 characters of any kind end in time, with a sound or a refusal",
          "[integration][voice]") {
    EspeakEngine engine{program};
    CHECK(played(engine, {std::string(2'000, 'a'), Language::fr}) > 0.1);
    std::string words;
    while (words.size() < 1'980) words += "bonjour monsieur ";
    CHECK(played(engine, {words, Language::fr}) > 60);
    for (const char letter : {'9', '!', '.', '[', '<', '\''}) {
        CAPTURE(letter);
        const auto refused = refusal_of(engine, {std::string(2'000, letter), Language::en});
        CHECK((refused.empty() || refused == "voice_unavailable" || refused == "too_much_to_say"));
    }
}

TEST_CASE("the engine tells its version, once asked", "[integration][voice]") {
    EspeakEngine engine{program};
    CHECK_THAT(engine.name(), Catch::Matchers::Matches("espeak-ng [0-9]+\\.[0-9.]+.*"));
    EspeakEngine nobody{"/no/such/program"};
    CHECK(nobody.name().empty());
    CHECK(refusal_of(nobody, {"bonjour", Language::fr}) == "voice_unavailable");
}

TEST_CASE("many may speak at once", "[integration][voice]") {
    EspeakEngine engine{program};
    const auto alone = engine.speak({"bonjour", Language::fr}).value();
    std::vector<std::thread> threads;
    std::atomic<int> same{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            const auto file = engine.speak({"bonjour", Language::fr});
            if (file && *file == alone) ++same;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(same == 8);
}

TEST_CASE("what speaking a key costs", "[.][cost][voice]") {
    EspeakEngine engine{program};
    const transcode::Decoder decoder{HATIF_AUDIO_DECODER};
    constexpr int times = 50;
    const auto before = cpu_of_children();
    for (int i = 0; i < times; ++i) (void)engine.speak({"quatre-vingt-dix", Language::fr});
    const auto spoken = cpu_of_children();
    const auto file = engine.speak({"quatre-vingt-dix", Language::fr}).value();
    const auto start = cpu_of_children();
    for (int i = 0; i < times; ++i) (void)decoder.decode(file, {.trim_silence = true});
    WARN(fmt::format("{:.1f} ms of CPU to speak, {:.1f} ms to decode",
                     (spoken - before) * 1000 / times, (cpu_of_children() - start) * 1000 / times));
}
