// What a client may upload besides WAV.
#include "transcode/decoder.hpp"
#include "transcode_testing/sound_file.hpp"

#include <catch2/catch.hpp>

#include <sndfile.h>

using namespace hatif::transcode;
using hatif::transcode_testing::Kind;
using hatif::transcode_testing::level;
using hatif::transcode_testing::sound_file;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};

constexpr int mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
constexpr int vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
constexpr int opus = SF_FORMAT_OGG | SF_FORMAT_OPUS;
constexpr int flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
constexpr int flac24 = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;

/// Behind "the file cannot be used as audio: "; empty when it was taken.
std::string refused(const std::string& file) {
    const auto decoded = decoder.decode(file);
    if (decoded) return "";
    CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
    return decoded.error().what.substr(decoded.error().what.find(": ") + 2);
}

} // namespace

TEST_CASE("a tone is the same tone at 8 kHz, from MP3, Ogg and FLAC alike",
          "[transcode][formats]") {
    struct Case {
        Kind kind;
        Container container;
        unsigned bits;
    };
    // clang-format off
    const auto [kind, container, bits] = GENERATE(
        Case{{mp3, 44100, 1}, Container::mpeg, 16}, Case{{mp3, 44100, 2}, Container::mpeg, 16},
        Case{{mp3, 48000, 2}, Container::mpeg, 16}, Case{{mp3, 22050, 1}, Container::mpeg, 16},
        Case{{mp3, 8000, 1},  Container::mpeg, 16},
        Case{{vorbis, 44100, 2}, Container::ogg, 16}, Case{{vorbis, 16000, 1}, Container::ogg, 16},
        Case{{opus, 48000, 2}, Container::ogg, 16},   Case{{opus, 16000, 1}, Container::ogg, 16},
        Case{{flac, 44100, 2}, Container::flac, 16},  Case{{flac24, 96000, 1}, Container::flac, 24});
    // clang-format on
    INFO(word_of(container) << " of " << kind.rate << " Hz, " << kind.channels << " channels");
    const auto decoded = decoder.decode(sound_file(kind, 440, 1.5));
    INFO((decoded ? "" : decoded.error().what));
    REQUIRE(decoded);

    CHECK(decoded->format.container == container);
    CHECK(decoded->format.sample_rate == static_cast<unsigned>(kind.rate));
    CHECK(decoded->format.channels == static_cast<unsigned>(kind.channels));
    CHECK(decoded->format.bit_depth == bits);
    CHECK(decoded->format.seconds() == Approx(1.5).margin(0.15));
    CHECK(decoded->a_law.size() == Approx(12000).margin(1200));
    CHECK(decoded->mu_law.size() == decoded->a_law.size());
    CHECK(level(decoded->a_law, 440) == Approx(0.0697).epsilon(0.1)); // -20 dBm0
    CHECK(level(decoded->a_law, 1000) < 0.002);
}

TEST_CASE("an MP3 with tags before and behind is taken", "[transcode][formats]") {
    const auto song = sound_file({mp3}, 440, 1);
    const std::string before = std::string{"ID3\x04\0\0\0\0\x02\x00", 10} + std::string(256, 'a');
    const auto behind = "TAG" + std::string(125, 'b');
    CHECK(refused(before + song + behind) == "");
    CHECK(refused(song + behind) == "");
}

TEST_CASE("a file that was cut off and says so is refused", "[transcode][formats]") {
    const auto kind = GENERATE(Kind{mp3}, Kind{vorbis}, Kind{opus, 48000}, Kind{flac});
    const auto file = sound_file(kind, 440, 3);
    for (const double part : {0.999, 0.9, 0.5, 0.1}) {
        const auto some =
            file.substr(0, static_cast<std::size_t>(part * static_cast<double>(file.size())));
        INFO(kind.format << ": " << some.size() << " of " << file.size());
        CHECK(refused(some) != "");
    }
}

TEST_CASE("more than ten minutes are refused, however small the file", "[transcode][formats]") {
    // Silence is next to nothing in FLAC; what counts is what comes out.
    const auto kind = GENERATE(Kind{flac, 8000}, Kind{vorbis, 8000}, Kind{mp3, 8000});
    CHECK(refused(sound_file(kind, 0, 605)) == "it is longer than 10 minutes");
}

TEST_CASE("ten minutes of any kind are taken", "[transcode][formats]") {
    const auto kind = GENERATE(Kind{flac, 8000}, Kind{mp3, 44100, 2});
    const auto decoded = decoder.decode(sound_file(kind, 440, 599));
    INFO((decoded ? "" : decoded.error().what));
    REQUIRE(decoded);
    CHECK(decoded->a_law.size() == Approx(599 * 8000).margin(2000));
}

TEST_CASE("what libsndfile could read besides is not taken", "[transcode][formats]") {
    for (const int format : {SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SF_FORMAT_AU | SF_FORMAT_PCM_16,
                             SF_FORMAT_CAF | SF_FORMAT_PCM_16, SF_FORMAT_W64 | SF_FORMAT_PCM_16}) {
        CHECK(refused(sound_file({format}, 440, 0.5)) == "it is no WAV, MP3, Ogg or FLAC file");
    }
    // Not even behind a tag.
    const std::string tag{"ID3\x04\0\0\0\0\0\0", 10};
    CHECK(refused(tag + sound_file({SF_FORMAT_AIFF | SF_FORMAT_PCM_16}, 440, 0.5)) ==
          "it is no WAV, MP3, Ogg or FLAC file");
}
