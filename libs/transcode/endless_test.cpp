// Files that last much longer than their size lets expect, and what it costs to refuse them.
#include "transcode/decoder.hpp"
#include "transcode/ogg_pages.hpp"
#include "transcode/wav_file.hpp"
#include "transcode_testing/child_cost.hpp"
#include "transcode_testing/sound_file.hpp"

#include <catch2/catch.hpp>

#include <sndfile.h>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;
using hatif::transcode_testing::ChildCost;
using hatif::transcode_testing::Kind;
using hatif::transcode_testing::sound_file;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};
constexpr auto too_long = "the file cannot be used as audio: it is longer than 10 minutes";

/// Its refusal, which cost no more than this.
std::string refused(const std::string& file, double most_seconds) {
    const ChildCost cost;
    const auto decoded = decoder.decode(file);
    INFO(file.size() << " bytes, " << cost.seconds() << " s of CPU");
    CHECK(cost.seconds() < most_seconds);
    CHECK(cost.mebibytes() < 256); // the highest of all children so far
    return decoded ? "taken" : decoded.error().what;
}

/// The first pages of a good file, which say what it is.
std::string heads_of(const std::string& file, int pages) {
    std::size_t at = 0;
    for (int page = 0; page < pages; ++page) at = ogg_page_end(file, at);
    return file.substr(0, at);
}

std::uint32_t serial_of(const std::string& file) {
    std::uint32_t serial = 0;
    for (std::size_t byte = 18; byte-- > 14;) {
        serial = serial << 8 | static_cast<unsigned char>(file[byte]);
    }
    return serial;
}

} // namespace

TEST_CASE("an MP3 without end is refused after ten minutes of it", "[transcode][endless]") {
    const auto song = sound_file({SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000}, 440, 10);
    const auto frames = song.substr(song.find("\xFF\xE3", 500)); // behind the frame with the length
    std::string endless;
    while (endless.size() + frames.size() < 64U << 20) endless += frames;
    CHECK(refused(endless, 8) == too_long);
}

TEST_CASE("an Ogg that says that it lasts 100 hours is refused", "[transcode][endless]") {
    const auto kind = GENERATE(Kind{SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100},
                               Kind{SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000});
    auto file = sound_file(kind, 440, 60);
    for (std::size_t at = 0, end = 0; at < file.size(); at = end) {
        end = ogg_page_end(file, at);
        const bool is_last = end == file.size();
        if (is_last) put_number(file, at + 6, 100ULL * 3600 * 48000, 8);
    }
    INFO(file.size() << " bytes");
    CHECK(refused(with_right_sums(file), 1) == too_long);
}

TEST_CASE("a megabyte of Opus that lasts half a day is refused", "[transcode][endless]") {
    // A packet of two bytes with two empty frames of 60 ms: nothing is sent while nobody speaks.
    const auto song = sound_file({SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000}, 440, 0.1);
    auto file = heads_of(song, 2);
    const auto serial = serial_of(song);
    std::uint64_t granule = 0;
    const bool tells = GENERATE(true, false);
    for (std::uint32_t number = 2; file.size() < 1'000'000; ++number) {
        granule += 255ULL * 5760;
        file += ogg_page({"\x1B\x02", 2}, tells ? granule : 5760 + number, serial, number);
    }
    INFO((tells ? "it says so" : "it says nothing of it"));
    CHECK(granule / 48000 > 10 * 3600);
    CHECK(refused(file, 8) != "taken");
}

TEST_CASE("a FLAC of silence that lasts for hours is refused", "[transcode][endless]") {
    auto file = sound_file({SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000}, 0, 700);
    INFO(file.size() << " bytes");
    CHECK(refused(file, 2) == too_long);
    // Without a length in its head (36 bits of samples): what is decoded counts.
    for (std::size_t at = 21; at < 26; ++at) file[at] &= at == 21 ? '\xF0' : '\x00';
    CHECK(refused(file, 4) == too_long);
}

TEST_CASE("a WAV with eight channels of ten minutes at the highest rate costs what is bearable",
          "[transcode][endless]") {
    Wav wav{.channels = 8, .rate = 192'000, .bits = 8};
    wav.data.assign(64U << 20, '\x80'); // 43 seconds
    const ChildCost cost;
    CHECK(decoder.decode(wav.file()));
    INFO(cost.seconds() << " s of CPU");
    CHECK(cost.seconds() < 8);
}
