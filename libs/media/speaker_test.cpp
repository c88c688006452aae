#include "media/speaker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace hatif;
using namespace hatif::media;
using audio::Codec;

namespace {

using Bytes = std::vector<std::uint8_t>;

Playlist prompts(std::initializer_list<std::size_t> sizes) {
    Playlist::Prompts all;
    std::uint8_t byte = 1;
    for (const auto size : sizes) {
        all.push_back(
            std::make_shared<audio::Prompt>(audio::Prompt{Bytes(size, byte), Bytes(size, byte)}));
        ++byte;
    }
    return Playlist{std::move(all)};
}

Speaker speaker() {
    return Speaker{rtp::Sender{7, 1, 1'000}};
}

/// One beat's bytes.
Bytes beat(Speaker& speaker, std::uint64_t round) {
    Bytes voice(speaker.samples());
    speaker.beat(round, voice);
    return voice;
}

bool is_silent(const Bytes& bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t it) { return it == 0xD5; });
}

} // namespace

TEST_CASE("in any packet time the same is said, and the clock goes with it", "[media][speaker]") {
    const std::size_t samples = GENERATE(80, 160, 240, 320, 400, 480);
    auto it = speaker();
    it.agree(Codec::pcma, samples);
    it.play(prompts({500, 1, 1'700}), PlayId{3});
    Bytes said;
    std::optional<PlayId> over;
    Bytes voice(samples);
    auto timestamp = it.timestamp();
    for (std::uint64_t round = 10; !over; ++round) {
        over = it.beat(round, voice);
        const auto header = it.stamp();
        REQUIRE(header.timestamp == timestamp);
        timestamp += static_cast<std::uint32_t>(samples);
        said.insert(said.end(), voice.begin(), voice.end());
    }
    CHECK(over == PlayId{3});
    Bytes expected(500, 1);
    expected.push_back(2);
    expected.insert(expected.end(), 1'700, 3);
    REQUIRE(said.size() >= expected.size());
    CHECK(std::ranges::equal(expected, std::span{said}.first(expected.size())));
    CHECK(is_silent({said.begin() + static_cast<std::ptrdiff_t>(expected.size()), said.end()}));
}

TEST_CASE("what is stopped is silent from the next frame on", "[media][speaker]") {
    auto it = speaker();
    it.play(prompts({16'000}), PlayId{1});
    CHECK_FALSE(is_silent(beat(it, 1)));
    it.stop();
    Bytes voice(160);
    CHECK_FALSE(it.beat(2, voice).has_value());
    CHECK(is_silent(voice));
}

TEST_CASE("rounds that were slept through are left out of everything", "[media][speaker]") {
    auto it = speaker();
    it.play(prompts({160, 160, 160, 160}), PlayId{1});
    CHECK(beat(it, 5).front() == 1);
    it.stamp();
    CHECK(beat(it, 8).front() == 4); // two are gone
    CHECK(it.skipped() == 2);
    const auto header = it.stamp();
    CHECK(header.marker);
    CHECK(header.sequence == 2);
    CHECK(header.timestamp == 1'000 + 3 * 160);
}

TEST_CASE("another packet time counts its rounds anew", "[media][speaker]") {
    auto it = speaker();
    beat(it, 1'000);
    it.agree(Codec::pcmu, 240);
    CHECK(beat(it, 700).size() == 240);
    CHECK(it.skipped() == 0);
    it.agree(Codec::pcma, 240); // the same one: it goes on
    beat(it, 702);
    CHECK(it.skipped() == 1);
}
