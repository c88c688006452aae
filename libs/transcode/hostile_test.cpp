// Files made to harm: whatever they are, the answer is one word of refusal or a sound, and the
// decoder never tried what the sandbox kills for.
#include "transcode/decoder.hpp"
#include "transcode_testing/sound_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <sndfile.h>

using namespace hatif::transcode;
using hatif::transcode_testing::Kind;
using hatif::transcode_testing::sound_file;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};

void harms_nothing(const std::string& file) {
    const auto decoded = decoder.decode(file);
    if (decoded) {
        CHECK(decoded->a_law.size() <= most_samples);
        return;
    }
    CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
    CHECK(decoded.error().what.find("the decoder") == std::string::npos); // it did not die
}

const std::string& file_of(int format) {
    static const auto files = [] {
        std::map<int, std::string> made;
        for (const auto& kind :
             {Kind{SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
              Kind{SF_FORMAT_OGG | SF_FORMAT_VORBIS}, Kind{SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000},
              Kind{SF_FORMAT_FLAC | SF_FORMAT_PCM_16}, Kind{SF_FORMAT_WAV | SF_FORMAT_PCM_16}}) {
            made[kind.format] = sound_file(kind, 440, 0.3);
        }
        return made;
    }();
    return files.at(format);
}

constexpr std::array formats{SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
                             SF_FORMAT_OGG | SF_FORMAT_VORBIS, SF_FORMAT_OGG | SF_FORMAT_OPUS,
                             SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_PCM_16};

/// Some bytes other, some gone, some twice; most of them where the heads are.
std::string mutated(std::string file, std::mt19937& random) {
    const auto below = [&](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>{0, end - 1}(random);
    };
    const auto place = [&] {
        return below(below(2) == 0 ? std::min<std::size_t>(file.size(), 300) : file.size());
    };
    for (auto deeds = 1 + below(6); deeds > 0; --deeds) {
        switch (below(5)) {
        case 0:
            file[place()] = static_cast<char>(below(256));
            break;
        case 1:
            file[place()] ^= static_cast<char>(1 << below(8));
            break;
        case 2:
            for (auto at = place(), end = std::min(at + 4, file.size()); at < end; ++at) {
                file[at] = '\xFF';
            }
            break;
        case 3:
            file.erase(place(), below(64));
            break;
        default:
            file.insert(place(), file.substr(place(), below(512)));
        }
        if (file.empty()) file = "x";
    }
    return file;
}

} // namespace

TEST_CASE("files that lie harm nothing", "[transcode][hostile]") {
    std::mt19937 random{20260401};
    for (const int format : formats) {
        for (int round = 0; round < 120; ++round) {
            INFO("format " << std::hex << format << ", round " << std::dec << round);
            harms_nothing(mutated(file_of(format), random));
        }
    }
}

TEST_CASE("files that end anywhere harm nothing", "[transcode][hostile]") {
    for (const int format : formats) {
        const auto& file = file_of(format);
        for (std::size_t size = 0; size < file.size(); size += 1 + size / 8) {
            INFO("format " << std::hex << format << ", " << std::dec << size << " bytes");
            harms_nothing(file.substr(0, size));
        }
    }
}

TEST_CASE("noise behind a good beginning harms nothing", "[transcode][hostile]") {
    std::mt19937 random{7};
    for (const int format : formats) {
        for (const std::size_t kept : {4U, 12U, 64U, 200U, 1000U}) {
            auto file = file_of(format).substr(0, kept);
            for (int byte = 0; byte < 200'000; ++byte) file += static_cast<char>(random());
            INFO("format " << std::hex << format << ", " << std::dec << kept << " bytes kept");
            harms_nothing(file);
        }
    }
}

TEST_CASE("lengths, channels and rates beyond all measure are refused, not believed",
          "[transcode][hostile]") {
    // STREAMINFO: 20 bits of rate, 3 of channels, 5 of bits, 36 of samples, from the 18th byte.
    auto flac = file_of(SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
    for (std::size_t place = 18; place < 26; ++place) flac[place] = '\xFF';
    harms_nothing(flac);

    auto vorbis = file_of(SF_FORMAT_OGG | SF_FORMAT_VORBIS);
    const auto head = vorbis.find("vorbis");
    for (std::size_t place = head + 10; place < head + 16; ++place) vorbis[place] = '\xFF';
    harms_nothing(vorbis);

    auto mp3 = file_of(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
    const auto told = std::min(mp3.find("Xing"), mp3.find("Info"));
    REQUIRE(told != std::string::npos);
    for (std::size_t place = told + 8; place < told + 16; ++place) mp3[place] = '\x7F';
    harms_nothing(mp3);

    harms_nothing("ID3\x04" + std::string(2, '\0') + "\x7F\x7F\x7F\x7F" +
                  std::string(100'000, 'x'));
}

TEST_CASE("megabytes of tags, pages and heads harm nothing", "[transcode][hostile]") {
    std::string pages;
    while (pages.size() < 4'000'000) pages += "OggS" + std::string(23, '\0');
    harms_nothing(pages);

    std::string frames;
    while (frames.size() < 4'000'000) frames += "\xFF\xFB\x90\x64";
    harms_nothing(frames);
    std::string silent; // heads that hold nothing: no sentence of a file that does not exist
    while (silent.size() < 20'000) silent += std::string{"\xFF\xFB\x90\0", 4};
    CHECK(decoder.decode(silent).error().what.starts_with(
        "the file cannot be used as audio: it is damaged; libsndfile: "));

    std::string blocks = file_of(SF_FORMAT_FLAC | SF_FORMAT_PCM_16).substr(0, 42);
    while (blocks.size() < 4'000'000) blocks += std::string{"\x04\0\0\0", 4};
    harms_nothing(blocks);
}
