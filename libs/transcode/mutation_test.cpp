// A fuzz of the whole decoder, in its process: files of every container, changed where it hurts and
// sealed again, so that no checksum keeps the harm from the codec. HATIF_FUZZ_ROUNDS=5000 and
// HATIF_FUZZ_SEED=… for a longer one, or another.
#include "transcode/decoder.hpp"
#include "transcode/ogg_pages.hpp"
#include "transcode/wav_file.hpp"
#include "transcode_testing/sound_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <sndfile.h>

using namespace hatif::transcode;
using namespace hatif::transcode::testing;
using hatif::transcode_testing::Kind;
using hatif::transcode_testing::sound_file;

namespace {

const Decoder decoder{HATIF_AUDIO_DECODER};

unsigned setting(const char* name, unsigned otherwise) {
    const char* text = std::getenv(name);
    return text ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

struct Dice {
    std::mt19937 random;
    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>{0, end - 1}(random);
    }
};

void harms_nothing(const std::string& file, const Treatment& treatment) {
    const auto decoded = decoder.decode(file, treatment);
    if (decoded) {
        CHECK(decoded->a_law.size() <= most_samples);
        CHECK(decoded->format.seconds() <= 600);
        CHECK(is_waveform(decoded->waveform));
        return;
    }
    CHECK(decoded.error().reason == "AUDIO_UNDECODABLE");
    CHECK(decoded.error().what.find("the decoder") == std::string::npos); // it did not die
}

/// Any bytes, anywhere.
void spoil(std::string& file, Dice& dice) {
    for (auto deeds = 1 + dice.below(8); deeds > 0; --deeds) {
        const auto at = dice.below(file.size());
        if (dice.below(2) == 0) {
            file[at] ^= static_cast<char>(1 << dice.below(8));
        } else {
            file[at] = static_cast<char>(dice.below(256));
        }
    }
}

/// The heads of frames (MPEG: 11 bits of synchronisation) say something else.
void spoil_frames(std::string& file, Dice& dice) {
    for (std::size_t at = 0; at + 4 < file.size(); ++at) {
        const bool is_head = file[at] == '\xFF' && (file[at + 1] & '\xE0') == '\xE0';
        if (!is_head || dice.below(4) != 0) continue;
        file[at + 1 + dice.below(3)] ^= static_cast<char>(1 << dice.below(8));
    }
}

/// Pages swapped, doubled, or with another place in the stream.
void spoil_pages(std::string& file, Dice& dice) {
    std::vector<std::string> pages;
    for (std::size_t at = 0; at < file.size();) {
        const auto end = ogg_page_end(file, at);
        if (end == std::string::npos) break;
        pages.push_back(file.substr(at, end - at));
        at = end;
    }
    if (pages.empty()) return;
    const auto any = [&]() -> std::string& { return pages[dice.below(pages.size())]; };
    switch (dice.below(4)) {
    case 0:
        std::swap(any(), any());
        break;
    case 1:
        pages.insert(pages.begin() + static_cast<std::ptrdiff_t>(dice.below(pages.size())), any());
        break;
    case 2:
        put_number(any(), 6, dice.random() * std::uint64_t{dice.random()}, 8);
        break;
    default:
        any()[5] = static_cast<char>(dice.below(8));
    }
    file.clear();
    for (const auto& page : pages) file += page;
}

std::string changed(std::string file, Dice& dice) {
    const bool is_ogg = file.starts_with("OggS");
    if (dice.below(3) > 0) spoil(file, dice);
    if (is_ogg && dice.below(2) == 0) spoil_pages(file, dice);
    if (!is_ogg && dice.below(3) == 0) spoil_frames(file, dice);
    return is_ogg ? with_right_sums(std::move(file)) : file;
}

} // namespace

TEST_CASE("changed files of every container harm nothing, behind right checksums too",
          "[transcode][fuzz]") {
    const auto seed = setting("HATIF_FUZZ_SEED", 20261123);
    const auto rounds = setting("HATIF_FUZZ_ROUNDS", 60);
    Dice dice{std::mt19937{seed}};
    const std::vector<std::string> files{
        sound_file({SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 2}, 440, 0.3),
        sound_file({SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000}, 440, 0.3),
        sound_file({SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2}, 440, 0.3),
        sound_file({SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000}, 440, 0.3),
        sound_file({SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2}, 440, 0.3),
        sound_file({SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 8000}, 440, 0.3),
        sound_file({SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 2}, 440, 0.3),
        sound_file({SF_FORMAT_WAVEX | SF_FORMAT_PCM_24, 16000, 6}, 440, 0.3),
        sound_file({SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000}, 440, 0.3)};
    for (unsigned round = 0; round < rounds; ++round) {
        for (std::size_t kind = 0; kind < files.size(); ++kind) {
            INFO("seed " << seed << ", round " << round << ", file " << kind);
            harms_nothing(changed(files[kind], dice), {.trim_silence = round % 2 == 1});
        }
    }
}
