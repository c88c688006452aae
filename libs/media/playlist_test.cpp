#include "media/playlist.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <vector>

using namespace hatif;
using audio::Codec;

namespace {

std::shared_ptr<const audio::Prompt> prompt(std::size_t size, std::uint8_t byte) {
    return std::make_shared<audio::Prompt>(
        audio::Prompt{std::vector<std::uint8_t>(size, byte),
                      std::vector<std::uint8_t>(size, static_cast<std::uint8_t>(byte + 1))});
}

using Frame = std::array<std::uint8_t, 160>;

} // namespace

TEST_CASE("prompts follow each other without a gap, the last is filled up", "[media][playlist]") {
    media::Playlist list{{prompt(200, 1), nullptr, prompt(0, 9), prompt(160, 2)}};
    Frame frame{};
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame.front() == 1);
    CHECK(frame.back() == 1);
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame[39] == 1);
    CHECK(frame[40] == 2);                  // no silence in between
    REQUIRE(list.next(Codec::pcmu, frame)); // the codec may change in between
    CHECK(frame[39] == 3);
    CHECK(frame[40] == 0xFF);
    CHECK_FALSE(list.next(Codec::pcmu, frame));
    CHECK(frame.front() == 0xFF);
}

TEST_CASE("samples that are skipped are not heard later", "[media][playlist]") {
    media::Playlist list{{prompt(450, 1), prompt(190, 2)}};
    CHECK(list.skip(480));
    Frame frame{};
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame.front() == 2);
    CHECK_FALSE(list.skip(1));
    CHECK_FALSE(list.skip(100));
}

TEST_CASE("whatever the frames' size, the same bytes are heard", "[media][playlist]") {
    const media::Playlist::Prompts prompts{prompt(777, 1), prompt(1, 5), prompt(333, 9)};
    std::vector<std::uint8_t> whole(777 + 1 + 333);
    media::Playlist{prompts}.next(Codec::pcma, whole);
    const auto size = GENERATE(80, 160, 240, 320, 400, 480);
    media::Playlist list{prompts};
    std::vector<std::uint8_t> heard;
    std::vector<std::uint8_t> frame(static_cast<std::size_t>(size));
    while (list.next(Codec::pcma, frame)) heard.insert(heard.end(), frame.begin(), frame.end());
    REQUIRE(heard.size() >= whole.size());
    const auto end = heard.begin() + static_cast<std::ptrdiff_t>(whole.size());
    CHECK(std::vector<std::uint8_t>(heard.begin(), end) == whole);
    CHECK(std::all_of(end, heard.end(), [](std::uint8_t it) { return it == 0xD5; }));
}

TEST_CASE("an empty playlist is over", "[media][playlist]") {
    Frame frame{};
    CHECK_FALSE(media::Playlist{}.next(Codec::pcma, frame));
}
