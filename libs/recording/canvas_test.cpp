#include "recording/canvas.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

using namespace hatif;
using audio::Codec;
using recording::Canvas;

namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::uint8_t silence = 0xD5;

Bytes take_all(Canvas& canvas) {
    Bytes all;
    for (auto bytes = canvas.next(); !bytes.empty(); bytes = canvas.next()) {
        all.insert(all.end(), bytes.begin(), bytes.end());
        canvas.take(bytes.size());
    }
    return all;
}

} // namespace

TEST_CASE("what is not painted is silence", "[unit][recording]") {
    Canvas canvas{1, 8};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(5));
    canvas.paint(0, 1, Bytes{1, 2}, Codec::pcma);
    canvas.publish(5);
    CHECK(take_all(canvas) == Bytes{silence, 1, 2, silence, silence});
}

TEST_CASE("two channels lie side by side", "[unit][recording]") {
    Canvas canvas{2, 8};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(3));
    canvas.paint(0, 0, Bytes{1, 2, 3}, Codec::pcma);
    canvas.paint(1, 1, Bytes{9}, Codec::pcma);
    canvas.publish(3);
    CHECK(take_all(canvas) == Bytes{1, silence, 2, 9, 3, silence});
}

TEST_CASE("only what is published is taken, and only once", "[unit][recording]") {
    Canvas canvas{1, 8};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(4));
    canvas.paint(0, 0, Bytes{1, 2, 3, 4}, Codec::pcma);
    CHECK(take_all(canvas).empty());
    canvas.publish(2);
    CHECK(take_all(canvas) == Bytes{1, 2});
    canvas.publish(4);
    CHECK(take_all(canvas) == Bytes{3, 4});
}

TEST_CASE("the ring comes round, and what was there before is silent again", "[unit][recording]") {
    Canvas canvas{1, 4};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(4));
    canvas.paint(0, 0, Bytes{1, 2, 3, 4}, Codec::pcma);
    canvas.publish(3);
    CHECK(take_all(canvas) == Bytes{1, 2, 3});
    REQUIRE(canvas.reach(7));
    canvas.paint(0, 5, Bytes{6}, Codec::pcma);
    canvas.publish(7);
    CHECK(take_all(canvas) == Bytes{4, silence, 6, silence});
}

TEST_CASE("paint goes over the ring's end in one piece", "[unit][recording]") {
    Canvas canvas{2, 4};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(3));
    canvas.publish(3);
    (void)take_all(canvas);
    REQUIRE(canvas.reach(6));
    canvas.paint(1, 3, Bytes{1, 2, 3}, Codec::pcma);
    canvas.publish(6);
    CHECK(take_all(canvas) == Bytes{silence, 1, silence, 2, silence, 3});
}

TEST_CASE("a full canvas says so", "[unit][recording]") {
    Canvas canvas{1, 4};
    canvas.begin(Codec::pcma);
    REQUIRE(canvas.reach(4));
    canvas.publish(4);
    CHECK_FALSE(canvas.reach(5));
    canvas.take(1);
    CHECK(canvas.reach(5));
}

TEST_CASE("another coding is written in the first one", "[unit][recording]") {
    for (const auto first : {Codec::pcma, Codec::pcmu}) {
        const auto other = first == Codec::pcma ? Codec::pcmu : Codec::pcma;
        Canvas canvas{1, 256};
        canvas.begin(first);
        REQUIRE(canvas.reach(256));
        Bytes every;
        for (int byte = 0; byte < 256; ++byte) every.push_back(static_cast<std::uint8_t>(byte));
        canvas.paint(0, 0, every, other);
        canvas.publish(256);
        const auto written = take_all(canvas);
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const auto sample = audio::decode(other, static_cast<std::uint8_t>(byte));
            CHECK(written[byte] == audio::encode(first, sample));
        }
    }
}

TEST_CASE("a painter and a taker on two threads lose nothing", "[unit][recording]") {
    Canvas canvas{1, 64};
    canvas.begin(Codec::pcma);
    constexpr std::uint64_t all = 20'000;
    std::thread painter{[&] {
        for (std::uint64_t at = 0; at < all;) {
            if (!canvas.reach(at + 1)) {
                std::this_thread::yield();
                continue;
            }
            canvas.paint(0, at, Bytes{static_cast<std::uint8_t>(at % 251)}, Codec::pcma);
            canvas.publish(++at);
        }
    }};
    std::uint64_t taken = 0;
    std::uint64_t wrong = 0;
    while (taken < all) {
        for (const auto byte : take_all(canvas)) wrong += byte != taken++ % 251;
    }
    painter.join();
    CHECK(wrong == 0);
}
