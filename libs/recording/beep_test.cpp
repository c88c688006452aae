#include "recording/beep.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace std::chrono_literals;
using audio::Codec;

TEST_CASE("a beep is as long as asked, in both codings", "[unit][recording]") {
    const auto prompt = recording::beep();
    CHECK(prompt.a_law.size() == 1'600);
    CHECK(prompt.mu_law.size() == 1'600);
    CHECK(recording::beep(0ms).a_law.empty());
}

TEST_CASE("a beep is a tone of 1,000 Hz that begins and ends softly", "[unit][recording]") {
    const auto prompt = recording::beep();
    int crossings = 0;
    int loudest = 0;
    for (std::size_t i = 1; i < prompt.a_law.size(); ++i) {
        const int before = audio::decode(Codec::pcma, prompt.a_law[i - 1]);
        const int now = audio::decode(Codec::pcma, prompt.a_law[i]);
        crossings += (before < 0) != (now < 0);
        loudest = std::max(loudest, std::abs(now));
    }
    CHECK(crossings == Approx(400).margin(4));
    CHECK(loudest == Approx(8'000).epsilon(0.05));
    CHECK(std::abs(audio::decode(Codec::pcma, prompt.a_law.front())) < 200);
    CHECK(std::abs(audio::decode(Codec::pcma, prompt.a_law.back())) < 200);
}
