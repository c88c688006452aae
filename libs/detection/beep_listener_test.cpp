#include "detection/beep_listener.hpp"

#include "detection/signal_testing.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::detection;
using namespace hatif::detection::testing;

namespace {

std::optional<Beep>
listen(const Signal& signal, audio::Codec codec = audio::Codec::pcma, std::size_t size = 160) {
    BeepListener listener;
    return in_packets(coded(signal, codec), size, [&](std::span<const std::uint8_t> packet) {
        return listener.hear(codec, packet);
    });
}

const Signal message = voice(milliseconds{1'600}) + quiet(milliseconds{400});

} // namespace

TEST_CASE("a beep behind a message is told within 200 ms of its end", "[detection][beep]") {
    for (const float hertz : {440.0F, 620.0F, 1'000.0F, 1'400.0F, 2'000.0F}) {
        CAPTURE(hertz);
        const auto beep =
            listen(message + sine({hertz}, milliseconds{300}) + quiet(milliseconds{500}));
        REQUIRE(beep);
        CHECK(beep->hertz == Approx(hertz).margin(6));
        CHECK(beep->lasted.count() == Approx(300).margin(25));
        CHECK(beep->at >= milliseconds{2'300});
        CHECK(beep->at <= milliseconds{2'500});
    }
}

TEST_CASE("a beep is the same in either coding and any packets", "[detection][beep]") {
    const auto signal = message + sine({900}, milliseconds{300}) + quiet(milliseconds{500});
    for (const auto codec : {audio::Codec::pcma, audio::Codec::pcmu}) {
        const auto beep = listen(signal, codec, 80);
        REQUIRE(beep);
        for (const std::size_t size : {33, 160, 240, 480})
            CHECK(listen(signal, codec, size) == beep);
    }
}

TEST_CASE("ringing is no beep, wherever in the world", "[detection][beep]") {
    for (const auto& pitches : {std::initializer_list<float>{425}, {440}, {440, 480}, {400, 450}}) {
        auto ringing = quiet(milliseconds{200});
        for (int again = 0; again < 3; ++again)
            ringing = ringing + sine(pitches, milliseconds{1'000}) + quiet(milliseconds{3'000});
        CHECK_FALSE(listen(ringing));
        CHECK_FALSE(listen(message + ringing));
    }
}

TEST_CASE("a beep in which a packet is lost is one beep", "[detection][beep]") {
    const auto bytes = coded(message + sine({1'000}, milliseconds{400}) + quiet(milliseconds{500}));
    BeepListener listener;
    std::vector<Beep> heard;
    for (std::size_t i = 0; i < bytes.size() / 160; ++i) {
        const bool lost = i == 108 || i == 112;
        const auto beep = lost ? listener.pass(milliseconds{20})
                               : listener.hear(audio::Codec::pcma, {bytes.data() + 160 * i, 160});
        if (beep) heard.push_back(*beep);
    }
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].lasted.count() == Approx(400).margin(40));
}
