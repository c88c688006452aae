#include "media/playlist.hpp"

#include <catch2/catch.hpp>

#include <array>

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

TEST_CASE("prompts are played one after the other, each frame filled up", "[media][playlist]") {
    media::Playlist list{{prompt(200, 1), nullptr, prompt(0, 9), prompt(160, 2)}};
    Frame frame{};
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame.front() == 1);
    CHECK(frame.back() == 1);
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame[39] == 1);
    CHECK(frame[40] == 0xD5);
    REQUIRE(list.next(Codec::pcmu, frame)); // the codec may change in between
    CHECK(frame.back() == 3);
    CHECK_FALSE(list.next(Codec::pcmu, frame));
    CHECK(frame.front() == 0xFF);
}

TEST_CASE("frames that are skipped are not heard later", "[media][playlist]") {
    media::Playlist list{{prompt(480, 1), prompt(160, 2)}};
    CHECK(list.skip(3));
    Frame frame{};
    REQUIRE(list.next(Codec::pcma, frame));
    CHECK(frame.front() == 2);
    CHECK_FALSE(list.skip(1));
    CHECK_FALSE(list.skip(100));
}

TEST_CASE("an empty playlist is over", "[media][playlist]") {
    Frame frame{};
    CHECK_FALSE(media::Playlist{}.next(Codec::pcma, frame));
}
