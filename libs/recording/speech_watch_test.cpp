#include "recording/speech_watch.hpp"

#include "audio/g711.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace hatif;
using audio::Codec;
using recording::SpeechWatch;

namespace {

constexpr std::uint64_t second = 8'000;

/// A line that is heard packet by packet.
class Line {
public:
    explicit Line(std::uint64_t limit, Codec codec = Codec::pcma) : watch{limit}, codec_{codec} {}

    /// Noise of this mean amplitude.
    void hears(double level, std::uint64_t samples) {
        std::normal_distribution<double> voice{0, level * std::sqrt(3.14159265 / 2)};
        for (std::uint64_t i = 0; i < samples; i += 160, now += 160) {
            std::vector<std::int16_t> frame(160);
            for (auto& sample : frame) {
                sample = static_cast<std::int16_t>(std::clamp(voice(random_), -32'000.0, 32'000.0));
            }
            watch.hear(codec_, audio::encode(codec_, frame), now);
        }
    }
    std::string over() const { return std::string{watch.over(now)}; }

    SpeechWatch watch;
    std::uint64_t now = 0;

private:
    Codec codec_;
    std::mt19937 random_{1};
};

} // namespace

TEST_CASE("silence from the beginning means that nothing was said", "[unit][recording]") {
    for (const auto codec : {Codec::pcma, Codec::pcmu}) {
        Line line{3 * second, codec};
        line.hears(10, 2 * second);
        CHECK(line.over().empty());
        line.hears(10, second);
        CHECK(line.over() == "nothing_said");
    }
}

TEST_CASE("silence behind speech means that it is over", "[unit][recording]") {
    for (const auto codec : {Codec::pcma, Codec::pcmu}) {
        Line line{3 * second, codec};
        line.hears(10, 2 * second);
        line.hears(1'000, second);
        CHECK(line.watch.spoke());
        line.hears(10, 3 * second - 320);
        CHECK(line.over().empty());
        line.hears(10, 320);
        CHECK(line.over() == "silence");
    }
}

TEST_CASE("who sends nothing while silent is silent", "[unit][recording]") {
    Line line{3 * second};
    line.hears(1'000, second);
    line.now += 3 * second;
    CHECK(line.over() == "silence");
}

TEST_CASE("a quiet voice is heard on a quiet line", "[unit][recording]") {
    Line line{second};
    line.hears(15, second / 2);
    line.hears(200, second / 2);
    CHECK(line.watch.spoke());
}

TEST_CASE("pauses between words end nothing", "[unit][recording]") {
    Line line{second};
    for (int word = 0; word < 10; ++word) {
        line.hears(800, second / 2);
        line.hears(20, second * 9 / 10);
        CHECK(line.over().empty());
    }
}

TEST_CASE("a click is no speech", "[unit][recording]") {
    Line line{3 * second};
    for (int click = 0; click < 3; ++click) {
        line.hears(10, second);
        line.hears(5'000, 320);
    }
    CHECK_FALSE(line.watch.spoke());
}

TEST_CASE("a noisy line is silence once it is known", "[unit][recording]") {
    Line line{2 * second};
    line.hears(300, 14 * second);
    CHECK_FALSE(line.over().empty());
}

TEST_CASE("a voice stands out from a noisy line", "[unit][recording]") {
    Line line{60 * second};
    line.hears(100, 10 * second);
    const auto before = line.watch.spoke();
    line.hears(1'500, second);
    CHECK_FALSE(before);
    CHECK(line.watch.spoke());
}
