#include "detection/slicer.hpp"

#include "detection/signal_testing.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif;
using namespace hatif::detection;
using namespace hatif::detection::testing;

namespace {

struct Cut {
    std::vector<std::array<std::int32_t, 3>> products;
    std::vector<bool> lost;

    bool operator==(const Cut&) const = default;
};

Cut cut(std::span<const std::uint8_t> bytes, std::size_t size) {
    Slicer slicer;
    Cut all;
    while (!bytes.empty()) {
        auto packet = bytes.first(std::min(size, bytes.size()));
        bytes = bytes.subspan(packet.size());
        while (!packet.empty()) {
            if (!slicer.fill(audio::Codec::pcma, packet)) continue;
            all.products.push_back(slicer.slice().products);
            all.lost.push_back(slicer.slice().lost);
        }
    }
    return all;
}

} // namespace

TEST_CASE("sound is cut into the same slices in whatever packets it comes", "[detection][slicer]") {
    const auto bytes = coded(noise(milliseconds{240}, 0.5F));
    const auto whole = cut(bytes, bytes.size());
    CHECK(whole.products.size() == 24);
    for (const std::size_t size : {1, 7, 80, 160, 240, 480, 1'000})
        CHECK(cut(bytes, size) == whole);
}

TEST_CASE("a slice's products are the sums over its samples and the two before",
          "[detection][slicer]") {
    const auto bytes = coded(noise(milliseconds{20}, 1.0F));
    std::span<const std::uint8_t> rest{bytes};
    Slicer slicer;
    REQUIRE(slicer.fill(audio::Codec::pcma, rest));
    REQUIRE(slicer.fill(audio::Codec::pcma, rest));
    for (std::size_t lag = 0; lag < 3; ++lag) {
        std::int64_t sum = 0;
        for (std::size_t i = 80; i < 160; ++i)
            sum += std::int64_t{audio::decode(audio::Codec::pcma, bytes[i]) / 8} *
                   (audio::decode(audio::Codec::pcma, bytes[i - lag]) / 8);
        CHECK(slicer.slice().products[lag] == sum);
    }
}

TEST_CASE("the loudest sound of either coding does not overflow", "[detection][slicer]") {
    for (const auto codec : {audio::Codec::pcma, audio::Codec::pcmu}) {
        const std::vector<std::uint8_t> bytes(160, audio::encode(codec, -32'768));
        std::span<const std::uint8_t> rest{bytes};
        Slicer slicer;
        REQUIRE(slicer.fill(codec, rest));
        REQUIRE(slicer.fill(codec, rest));
        for (const auto product : slicer.slice().products) CHECK(product > 1'000'000'000);
    }
}

TEST_CASE("a slice of which a part was lost is lost", "[detection][slicer]") {
    const auto bytes = coded(noise(milliseconds{20}, 0.5F));
    std::span<const std::uint8_t> rest{bytes.data(), 120};
    Slicer slicer;
    REQUIRE(slicer.fill(audio::Codec::pcma, rest));
    CHECK_FALSE(slicer.slice().lost);
    CHECK_FALSE(slicer.fill(audio::Codec::pcma, rest)); // half a slice
    std::size_t samples = 160;
    REQUIRE(slicer.skip(samples));
    CHECK(slicer.slice().lost);
    CHECK(samples == 120);
    REQUIRE(slicer.skip(samples));
    CHECK(slicer.slice().lost);
}
