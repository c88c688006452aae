// What a conversion costs. Hidden: transcode_test '[.bench]' prints the figures.
#include "transcode/decoder.hpp"
#include "transcode_testing/child_cost.hpp"
#include "transcode_testing/sound_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <sndfile.h>
#include <vector>

using namespace hatif::transcode;
using hatif::transcode_testing::ChildCost;
using hatif::transcode_testing::Kind;
using hatif::transcode_testing::noise_file;
using hatif::transcode_testing::sound_file;

namespace {

struct Converted {
    const char* what;
    Kind kind;
    double most; ///< seconds of CPU
};

/// The middle one of some.
double cost_of(const Decoder& decoder, const std::string& file) {
    std::vector<double> costs;
    for (int round = 0; round < 7; ++round) {
        const ChildCost cost;
        REQUIRE(decoder.decode(file, {.trim_silence = true}));
        costs.push_back(cost.seconds());
    }
    std::nth_element(costs.begin(), costs.begin() + 3, costs.end());
    return costs[3];
}

} // namespace

TEST_CASE("60 seconds of MP3 are converted in half a second of CPU at most",
          "[transcode][.bench]") {
    const Decoder decoder{HATIF_AUDIO_DECODER};
    constexpr int mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    for (const auto& [what, kind, most] : {
             Converted{"MP3, 44.1 kHz, 2 channels", {mp3, 44100, 2}, 0.5},
             Converted{"MP3, 48 kHz, 2 channels", {mp3, 48000, 2}, 0.5},
             Converted{"MP3, 22.05 kHz, 1 channel", {mp3, 22050, 1}, 0.5},
             Converted{
                 "Vorbis, 44.1 kHz, 2 channels", {SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2}, 0.5},
             Converted{"Opus, 48 kHz, 2 channels", {SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 2}, 0.5},
             Converted{
                 "FLAC, 44.1 kHz, 2 channels", {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2}, 0.5},
             Converted{
                 "WAV, 44.1 kHz, 2 channels", {SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2}, 0.5},
             Converted{"WAV, A-law, 8 kHz", {SF_FORMAT_WAV | SF_FORMAT_ALAW, 8000, 1}, 0.5},
         }) {
        const double cost = cost_of(decoder, noise_file(kind, 60));
        std::printf("60 s of %-30s %6.3f s of CPU\n", what, cost);
        CHECK(cost <= most);
    }
    std::printf("an empty word (0.02 s)                  %6.3f s of CPU\n",
                cost_of(decoder, sound_file({SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000}, 440, 0.02)));
    std::printf("most memory of any                      %6.1f MiB\n", ChildCost::mebibytes());
}
