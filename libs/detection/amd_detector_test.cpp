#include "detection/amd_detector.hpp"

#include "detection/signal_testing.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif;
using namespace hatif::detection;
using namespace hatif::detection::testing;

namespace {

std::optional<Verdict>
listen(const Signal& signal, std::size_t size = 160, audio::Codec codec = audio::Codec::pcma) {
    Amd amd;
    return in_packets(coded(signal, codec), size, [&](std::span<const std::uint8_t> packet) {
        return amd.hear(codec, packet);
    });
}

const Signal hello =
    quiet(milliseconds{400}) + voice(milliseconds{500}) + quiet(milliseconds{5'000});
const Signal mailbox = quiet(milliseconds{400}) + voice(milliseconds{5'000});

} // namespace

TEST_CASE("hello is a person, a long greeting a machine, a second or two after it began",
          "[detection][amd]") {
    for (const auto codec : {audio::Codec::pcma, audio::Codec::pcmu}) {
        const auto person = listen(hello, 160, codec);
        REQUIRE(person);
        CHECK(person->answerer == Answerer::human);
        CHECK(person->cause == AmdCause::greeting_then_silence);
        CHECK(person->delay < milliseconds{2'200});
        const auto machine = listen(mailbox, 160, codec);
        REQUIRE(machine);
        CHECK(machine->answerer == Answerer::machine);
        CHECK(machine->delay < milliseconds{3'000});
    }
}

TEST_CASE("noise of the line does not make a machine", "[detection][amd]") {
    for (const float strength : {0.003F, 0.02F, 0.1F}) {
        const auto noisy = listen(hello & noise(milliseconds{5'900}, strength));
        REQUIRE(noisy);
        CHECK(noisy->answerer == Answerer::human);
        const auto nobody = listen(noise(milliseconds{6'000}, strength));
        REQUIRE(nobody);
        CHECK(nobody->answerer == Answerer::human);
    }
}

TEST_CASE("a beep is a machine, also when nothing was said", "[detection][amd]") {
    const auto verdict = listen(quiet(milliseconds{500}) + sine({1'000}, milliseconds{400}) +
                                quiet(milliseconds{4'000}));
    REQUIRE(verdict);
    CHECK(verdict->answerer == Answerer::machine);
    CHECK(verdict->cause == AmdCause::beep);
    CHECK(verdict->delay < milliseconds{1'100});
}

TEST_CASE("ringing and music before hello are no machine", "[detection][amd]") {
    for (const auto& before :
         {sine({425}, milliseconds{1'500}), sine({440, 480}, milliseconds{1'500}, 0.1F),
          sine({262, 330, 392}, milliseconds{1'500}, 0.1F)}) {
        const auto verdict = listen(before + hello);
        REQUIRE(verdict);
        CHECK(verdict->answerer == Answerer::human);
    }
}

TEST_CASE("the verdict is the same in whatever packets the sound comes", "[detection][amd]") {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto signal = quiet(milliseconds{100 * seed}) +
                            voice(milliseconds{150 * seed}, 0.3F, seed) +
                            quiet(milliseconds{5'000});
        const auto verdict = listen(signal, 80);
        REQUIRE(verdict);
        for (const std::size_t size : {1, 33, 160, 240, 480, 100'000})
            CHECK(listen(signal, size) == verdict);
    }
}

TEST_CASE("lost packets do not part a word, silence that is not sent ends it", "[detection][amd]") {
    const auto bytes = coded(mailbox);
    Amd lossy;
    std::optional<Verdict> verdict;
    for (std::size_t i = 0; !verdict && i < bytes.size() / 160; ++i)
        verdict = i % 12 == 11 ? lossy.pass(milliseconds{20})
                               : lossy.hear(audio::Codec::pcma, {bytes.data() + 160 * i, 160});
    REQUIRE(verdict);
    CHECK(verdict->answerer == Answerer::machine);

    for (std::size_t heard = 900; heard < 1'300; heard += 20) {
        CAPTURE(heard);
        Amd suppressed;
        CHECK_FALSE(suppressed.hear(audio::Codec::pcma, {bytes.data(), 8 * heard}));
        const auto silent = suppressed.pass(milliseconds{3'000});
        REQUIRE(silent);
        CHECK(silent->cause == AmdCause::greeting_then_silence);
    }
}

TEST_CASE("a call that sends nothing at all is a person", "[detection][amd]") {
    Amd amd;
    std::optional<Verdict> verdict;
    for (int beat = 0; !verdict && beat < 1'000; ++beat) verdict = amd.pass(milliseconds{20});
    REQUIRE(verdict);
    CHECK(verdict->cause == AmdCause::initial_silence);
}

TEST_CASE("a key decides once, and not after a verdict", "[detection][amd]") {
    Amd amd;
    CHECK(amd.key());
    CHECK(amd.decided());
    CHECK_FALSE(amd.key());
    CHECK_FALSE(amd.hear(audio::Codec::pcma, coded(mailbox)));
    CHECK_FALSE(amd.pass(milliseconds{60'000}));
}

TEST_CASE("whatever bytes come, in whatever pieces, there is one verdict before the time is up",
          "[detection][amd]") {
    std::mt19937 chance{5};
    const auto any = [&](unsigned below) { return static_cast<int>(chance() % below); };
    for (int again = 0; again < 300; ++again) {
        const AmdSettings settings{.initial_silence = milliseconds{500 + any(9'500)},
                                   .greeting = milliseconds{500 + any(9'500)},
                                   .after_greeting_silence = milliseconds{200 + any(4'800)},
                                   .total_analysis = milliseconds{1'000 + any(19'000)},
                                   .min_word = milliseconds{40 + any(960)},
                                   .between_words_silence = milliseconds{20 + any(980)},
                                   .max_words = 1 + any(20)};
        Amd amd{settings};
        int verdicts = 0;
        std::size_t samples = 0;
        const int kind = any(3);
        while (samples < 21'000 * 8) {
            std::optional<Verdict> verdict;
            if (any(10) == 0) {
                const int time = any(200);
                verdict = amd.pass(milliseconds{time});
                samples += static_cast<std::size_t>(time) * 8;
            } else {
                std::vector<std::uint8_t> bytes(static_cast<std::size_t>(any(2'000)));
                const auto same = static_cast<std::uint8_t>(chance());
                for (auto& byte : bytes)
                    byte = kind == 0   ? static_cast<std::uint8_t>(chance())
                           : kind == 1 ? same
                                       : static_cast<std::uint8_t>(same ^ any(8));
                const auto codec = any(2) == 0 ? audio::Codec::pcma : audio::Codec::pcmu;
                verdict = amd.hear(codec, bytes);
                samples += bytes.size();
            }
            if (!verdict) continue;
            ++verdicts;
            CHECK(verdict->delay <= settings.total_analysis);
        }
        CHECK(verdicts == 1);
    }
}
