#include "transcode/decoder.hpp"

#include "audio/g711.hpp"
#include "transcode/wav_file.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace hatif::transcode;
using hatif::audio::Codec;
using testing::bytes_of;
using testing::sine;
using testing::Wav;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};

/// Behind "the file cannot be used as audio: ".
std::string reason(const hatif::base::Error& error) {
    return error.what.substr(error.what.find(": ") + 2);
}

std::string refused(const std::string& file) {
    const auto decoded = decoder.decode(file);
    return decoded ? "" : reason(decoded.error());
}

/// How loud one tone is, 1 being full scale (Goertzel's sum, written plainly).
double level(const std::string& coded, Codec codec, double hertz) {
    double real = 0;
    double imaginary = 0;
    const std::size_t margin = 400; // where the filter begins and ends
    for (std::size_t place = margin; place < coded.size() - margin; ++place) {
        const auto byte = static_cast<std::uint8_t>(coded[place]);
        const double sample = hatif::audio::decode(codec, byte) / 32768.0;
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(place) / 8000;
        real += sample * std::cos(angle);
        imaginary += sample * std::sin(angle);
    }
    return 2 * std::hypot(real, imaginary) / static_cast<double>(coded.size() - 2 * margin);
}

/// A sine at -20 dBm0, the loudest that G.711 carries having +3.14.
constexpr double telephone_level = 0.0697;

/// A program that stands in for the decoder.
class Impostor {
public:
    explicit Impostor(const std::string& script) {
        std::string name = std::filesystem::temp_directory_path() / "hatif-decoder-XXXXXX";
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        std::ofstream{path()} << "#!/bin/sh\n" << script << '\n';
        std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
    }
    ~Impostor() { std::filesystem::remove_all(folder_); }

    std::string path() const { return folder_ / "decoder"; }
    std::string answers(std::chrono::milliseconds deadline = std::chrono::seconds{10}) const {
        const auto decoded = Decoder{path(), deadline}.decode("RIFF");
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
        return reason(decoded.error());
    }

private:
    std::filesystem::path folder_;
};

} // namespace

TEST_CASE("a tone is the same tone at 8 kHz, whatever the file's coding and rate",
          "[transcode][decoder]") {
    // clang-format off
    const auto wav = GENERATE(Wav{1, 1,  8000, 16}, Wav{1, 1, 44100, 16}, Wav{1, 2, 48000, 24},
                              Wav{1, 1, 16000, 32}, Wav{1, 1, 22050, 8},  Wav{3, 1, 48000, 32},
                              Wav{3, 6, 11025, 32}, Wav{1, 1,  4000, 16}, Wav{1, 1, 192000, 16});
    // clang-format on
    INFO("coding " << wav.coding << ", " << wav.rate << " Hz, " << wav.bits << " bits");
    const auto decoded = decoder.decode(sine(440, 1.5, wav).file()).value();

    CHECK(decoded.format.container == Container::wav);
    CHECK(decoded.format.sample_rate == wav.rate);
    CHECK(decoded.format.channels == wav.channels);
    CHECK(decoded.format.bit_depth == wav.bits);
    CHECK(decoded.format.seconds() == Approx(1.5).margin(0.001));
    CHECK(decoded.a_law.size() == Approx(12000).margin(1));
    CHECK(decoded.mu_law.size() == decoded.a_law.size());
    CHECK(level(decoded.a_law, Codec::pcma, 440) == Approx(telephone_level).epsilon(0.03));
    CHECK(level(decoded.mu_law, Codec::pcmu, 440) == Approx(telephone_level).epsilon(0.03));
    CHECK(level(decoded.a_law, Codec::pcma, 1000) < 0.001);
}

TEST_CASE("what a telephone cannot carry does not fold back into the sound",
          "[transcode][decoder]") {
    // Sampled at 8 kHz without a filter, 7,560 Hz would be heard as 440.
    const auto decoded = decoder.decode(sine(7560, 1, {.rate = 44100}).file()).value();
    CHECK(level(decoded.a_law, Codec::pcma, 440) < 0.001);
}

TEST_CASE("telephone audio at its level passes as it is", "[transcode][decoder]") {
    const auto once = decoder.decode(sine(440, 1, {.rate = 44100}).file()).value();
    CHECK(decoder.decode(Wav{6, 1, 8000, 8, once.a_law}.file())->a_law == once.a_law);
    CHECK(decoder.decode(Wav{7, 1, 8000, 8, once.mu_law}.file())->mu_law == once.mu_law);
}

TEST_CASE("two opposite channels cancel each other out", "[transcode][decoder]") {
    Wav wav{.channels = 2};
    for (int frame = 0; frame < 1000; ++frame) {
        wav.data += bytes_of(10000, 2) + bytes_of(static_cast<std::uint32_t>(-10000), 2);
    }
    CHECK(decoder.decode(wav.file())->mu_law == std::string(1000, '\xFF'));
}

TEST_CASE("the same file is decoded alike, so that its content has one hash",
          "[transcode][decoder]") {
    const auto file = sine(440, 0.5, {.rate = 44100}).file();
    CHECK(decoder.decode(file).value() == decoder.decode(file).value());
}

TEST_CASE("a length of 4 GB that a pipe's writer claimed is the length that is there",
          "[transcode][decoder]") {
    const auto decoded = decoder.decode(sine(440, 1).file(0xFFFFFFFF)).value();
    CHECK(decoded.a_law.size() == 8000);
}

TEST_CASE("a float file with what are no numbers is silent there", "[transcode][decoder]") {
    Wav wav{.coding = 3, .bits = 32};
    for (int frame = 0; frame < 100; ++frame) wav.data += bytes_of(0x7FC00000, 4);
    CHECK(decoder.decode(wav.file())->mu_law == std::string(100, '\xFF'));
}

TEST_CASE("what cannot be used is refused with its reason", "[transcode][decoder]") {
    const auto good = sine(440, 1).file();
    CHECK(refused("") == "it is empty");
    CHECK(refused("ID3 and so on, a song") == "it is no WAV, MP3, Ogg or FLAC file");
    CHECK(refused(std::string(100'000, 'A')) == "it is no WAV, MP3, Ogg or FLAC file");
    CHECK(refused(good.substr(0, 40)) == "it is a WAV file without audio");
    CHECK(refused(good.substr(0, good.size() - 1)) ==
          "it was cut off: it ends before its audio does");
    CHECK(refused(sine(440, 1).file(1'000'000'000)) ==
          "it was cut off: it ends before its audio does");
    CHECK(refused(Wav{}.file()) == "there is no sound in it");
    CHECK(refused(sine(1, 1, {.rate = 100}).file()) ==
          "its sample rate is not between 4,000 and 192,000 Hz");
    CHECK(refused(sine(440, 0.1, {.rate = 384'000}).file()) ==
          "its sample rate is not between 4,000 and 192,000 Hz");
    CHECK(refused(Wav{.channels = 9, .data = std::string(180, 'x')}.file()) ==
          "it has not 1 to 8 channels");
    CHECK(refused(Wav{.channels = 0, .data = std::string(180, 'x')}.file()) ==
          "it is damaged; libsndfile: Channel count is zero.");
    CHECK(refused(Wav{.coding = 17, .bits = 4, .data = std::string(2048, 'x')}.file()) != "");
    CHECK(refused(Wav{.rate = 8000, .bits = 8, .data = std::string(601 * 8000, 'x')}.file()) ==
          "it is longer than 10 minutes");
}

TEST_CASE("ten minutes are taken", "[transcode][decoder]") {
    const Wav wav{.rate = 8000, .bits = 8, .data = std::string(600 * 8000, '\x80')};
    CHECK(decoder.decode(wav.file())->a_law.size() == most_samples);
}

TEST_CASE("headers that lie are refused or taken, and harm nothing", "[transcode][decoder]") {
    const auto good = sine(440, 0.1).file();
    for (std::size_t place = 0; place < 44; ++place) {
        for (const char lie : {'\x00', '\x01', '\x7F', '\xFF'}) {
            auto file = good;
            file[place] = lie;
            const auto decoded = decoder.decode(file);
            INFO("byte " << place << " is " << int{static_cast<unsigned char>(lie)});
            if (!decoded) {
                CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
                // Refused by a word of its own, not by a death.
                CHECK(decoded.error().what.find("decoder") == std::string::npos);
            }
        }
    }
}

TEST_CASE("the death of the decoder is the file's fault", "[transcode][decoder]") {
    CHECK(Impostor{"kill -9 $$"}.answers() == "the decoder died of KILL");
    CHECK(Impostor{"kill -SEGV $$"}.answers() == "the decoder died of SEGV");
    CHECK(Impostor{"kill -XCPU $$"}.answers() == "decoding it takes too much computing time");
    CHECK(Impostor{"exit 7"}.answers() == "the decoder gave up with status 7");
    CHECK(Impostor{"exit 0"}.answers() == "the decoder gave no answer");
}

TEST_CASE("a decoder that hangs is ended", "[transcode][decoder]") {
    using std::chrono::milliseconds;
    CHECK(Impostor{"exec sleep 600"}.answers(milliseconds{100}) == "decoding it takes too long");
    // One that has closed its output hangs no less.
    CHECK(Impostor{"exec sleep 600 >&-"}.answers(milliseconds{100}) ==
          "decoding it takes too long");
}

TEST_CASE("a decoder that writes without end is ended", "[transcode][decoder]") {
    CHECK(Impostor{"exec cat /dev/zero"}.answers() == "the decoder's answer is too long");
}

TEST_CASE("the decoder is told what to do by its arguments alone", "[transcode][decoder]") {
    const Impostor echo{"echo refused $# $1"};
    const auto told = [&](const Treatment& treatment) {
        return reason(Decoder{echo.path()}.decode("RIFF", treatment).error());
    };
    CHECK(told({}) == "0");
    CHECK(told({.trim_silence = true}) == "1 --trim-silence");
}

TEST_CASE("the decoder knows nothing of its parent", "[transcode][decoder]") {
    CHECK(Impostor{"echo refused $(ls /proc/self/fd | wc -l) $HOME"}.answers() == "4");
}

TEST_CASE("a decoder that is not there is no fault of the file", "[transcode][decoder]") {
    const auto decoded = Decoder{"/nowhere/decoder"}.decode("RIFF");
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().code == hatif::base::Errc::unavailable);
}
