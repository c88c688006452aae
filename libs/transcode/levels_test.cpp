// Loudness, trimming and pictures, through the decoder itself.
#include "audio/g711.hpp"
#include "transcode/decoder.hpp"
#include "transcode/sound_samples.hpp"
#include "transcode/speech_level.hpp"
#include "transcode/wav_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};

/// A WAV file of floats at 8 kHz.
std::string file_of(const Samples& samples) {
    Wav wav{.coding = 3, .bits = 32};
    for (const float sample : samples) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &sample, sizeof bits);
        wav.data += bytes_of(bits, 4);
    }
    return wav.file();
}

Samples heard(const Decoded& decoded) {
    Samples samples;
    for (const char byte : decoded.a_law) {
        const auto sample =
            hatif::audio::decode(hatif::audio::Codec::pcma, static_cast<std::uint8_t>(byte));
        samples.push_back(static_cast<float>(sample) / 32768);
    }
    return samples;
}

} // namespace

TEST_CASE("recordings of any loudness are played at -20 dBm0", "[transcode][levels]") {
    std::mt19937 random{30};
    for (const double amplitude : {0.01, 0.1, 0.5, 20.0, 32768.0}) {
        INFO("amplitude " << amplitude);
        const auto decoded = decoder.decode(file_of(babble(2, amplitude, random))).value();
        CHECK(*speech_level(heard(decoded)) == Approx(-20).margin(0.7));
    }
}

TEST_CASE("silence is played as silence", "[transcode][levels]") {
    const auto decoded = decoder.decode(file_of(silence(1)), {.trim_silence = true}).value();
    CHECK(decoded.mu_law == std::string(8000, '\xFF'));
    CHECK(decoded.waveform == std::string(2000, '\0'));
}

TEST_CASE("silence at the ends goes when that is asked for, and only then", "[transcode][levels]") {
    const auto file = file_of(silence(1) + tone(1, 0.3) + silence(2));
    const auto whole = decoder.decode(file).value();
    CHECK(whole.played_seconds() == Approx(4));
    const auto cut = decoder.decode(file, {.trim_silence = true}).value();
    CHECK(cut.format == whole.format); // the file is as long as it was
    CHECK(cut.format.seconds() == Approx(4));
    CHECK(cut.played_seconds() == Approx(1.1).margin(0.05));
    CHECK(cut.mu_law.size() == cut.a_law.size());
    // What is left of it is what it was.
    const auto at = whole.a_law.find(cut.a_law);
    CHECK(static_cast<double>(at) / 8000 == Approx(0.95).margin(0.02));
}

TEST_CASE("the picture is that of what is played", "[transcode][levels]") {
    const auto file = file_of(silence(1) + tone(1, 0.3) + silence(2));
    const auto points = [](const Decoded& it, std::size_t at) {
        return static_cast<signed char>(in_points(it.waveform, 100)[2 * at + 1]);
    };
    const auto whole = decoder.decode(file).value();
    REQUIRE(whole.waveform.size() == 2 * most_points);
    CHECK(points(whole, 10) == 0);
    CHECK(points(whole, 37) == Approx(128 * 0.0697).margin(1.5));
    CHECK(points(whole, 70) == 0);
    const auto cut = decoder.decode(file, {.trim_silence = true}).value();
    CHECK(points(cut, 10) == points(whole, 37));
    CHECK(points(cut, 90) == points(whole, 37));
    CHECK(decoder.decode(file_of(tone(0.01, 0.3)))->waveform.size() == 160);
}

TEST_CASE("samples that no sound has are no harm", "[transcode][levels]") {
    for (const float sample : {3e38F, -3e38F, 1e-45F, -0.0F}) {
        for (const std::uint32_t rate : {8000U, 44100U}) {
            Wav wav{.coding = 3, .rate = rate, .bits = 32};
            std::uint32_t bits = 0;
            std::memcpy(&bits, &sample, sizeof bits);
            for (int at = 0; at < 4000; ++at) wav.data += bytes_of(bits, 4);
            const auto decoded = decoder.decode(wav.file());
            INFO(sample << " at " << rate << ": " << (decoded ? "" : decoded.error().what));
            CHECK(decoded);
        }
    }
}
