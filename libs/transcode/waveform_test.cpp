#include "transcode/waveform.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace hatif::transcode;

namespace {

using Pairs = std::vector<std::pair<int, int>>;

Pairs pairs_of(const std::string& waveform) {
    Pairs pairs;
    for (std::size_t at = 0; at + 1 < waveform.size(); at += 2) {
        pairs.emplace_back(static_cast<signed char>(waveform[at]),
                           static_cast<signed char>(waveform[at + 1]));
    }
    return pairs;
}

std::vector<std::int16_t> random_samples(std::size_t count, std::mt19937& random) {
    std::uniform_int_distribution<int> value{-32768, 32767};
    std::vector<std::int16_t> samples(count);
    for (auto& sample : samples) sample = static_cast<std::int16_t>(value(random));
    return samples;
}

/// Which part a sample belongs to is asked sample by sample.
Pairs slow_pairs(const std::vector<std::int16_t>& samples, std::size_t points) {
    Pairs pairs(points, {127, -128});
    for (std::size_t point = 0; point < points; ++point) {
        for (std::size_t at = 0; at < samples.size(); ++at) {
            const bool before = at < point * samples.size() / points;
            const bool behind = at >= (point + 1) * samples.size() / points;
            if (before || behind) continue;
            pairs[point].first = std::min(pairs[point].first, samples[at] / 256);
            pairs[point].second = std::max(pairs[point].second, samples[at] / 256);
        }
    }
    return pairs;
}

} // namespace

TEST_CASE("a picture has the lowest and the highest sample of each part", "[unit][waveform]") {
    CHECK(pairs_of(waveform_of(std::vector<std::int16_t>{0, 256, -512, 32767, -32768, 255}, 3)) ==
          Pairs{{0, 1}, {-2, 127}, {-128, 0}});
    CHECK(waveform_of(std::vector<std::int16_t>{}).empty());
    std::mt19937 random{1};
    for (const std::size_t count : {1U, 2U, 7U, 100U, 999U, 1001U}) {
        const auto samples = random_samples(count, random);
        for (const std::size_t points : {1U, 3U, 50U}) {
            INFO(count << " samples in " << points);
            CHECK(pairs_of(waveform_of(samples, points)) ==
                  slow_pairs(samples, std::min(points, count)));
        }
        CHECK(waveform_of(samples).size() == 2 * std::min(count, most_points));
    }
}

TEST_CASE("fewer points lose no peak, and as many are the same", "[unit][waveform]") {
    std::mt19937 random{2};
    const auto waveform = waveform_of(random_samples(24'000, random));
    const auto all = pairs_of(waveform);
    for (const std::size_t points : {1U, 2U, 7U, 333U, 999U, 1000U, 5000U}) {
        const auto fewer = pairs_of(in_points(waveform, points));
        REQUIRE(fewer.size() == std::min<std::size_t>(points, 1000));
        for (std::size_t at = 0; at < fewer.size(); ++at) {
            auto expected = all[at * 1000 / fewer.size()];
            for (auto i = at * 1000 / fewer.size(); i < (at + 1) * 1000 / fewer.size(); ++i) {
                expected.first = std::min(expected.first, all[i].first);
                expected.second = std::max(expected.second, all[i].second);
            }
            CHECK(fewer[at] == expected);
        }
    }
    CHECK(in_points("", 10).empty());
}

TEST_CASE("what calls play has the picture of its samples", "[unit][waveform]") {
    std::mt19937 random{3};
    const auto bytes = hatif::audio::encode(hatif::audio::Codec::pcma, random_samples(500, random));
    std::vector<std::int16_t> heard;
    for (const auto byte : bytes) {
        heard.push_back(hatif::audio::decode(hatif::audio::Codec::pcma, byte));
    }
    CHECK(waveform_of_a_law({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) ==
          waveform_of(heard));
}

TEST_CASE("what is no picture is told from one", "[unit][waveform]") {
    CHECK(is_waveform(""));
    CHECK(is_waveform({"\x80\x7f\x05\x05", 4}));
    CHECK_FALSE(is_waveform("a"));
    CHECK_FALSE(is_waveform({"\x05\x04", 2}));
    CHECK_FALSE(is_waveform({"\x7f\x80", 2}));
}
