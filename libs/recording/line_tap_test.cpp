#include "recording/line_tap.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace std::chrono_literals;
using audio::Codec;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::uint8_t silence = 0xD5;
const Bytes loud(160, 0x2A); // as loud as A-law goes

recording::What mono() {
    return {.key = objects::ObjectKey::parse("recordings/x.wav").value()};
}

/// A line with one tap; time is the beats'.
class Line {
public:
    explicit Line(recording::What what)
        : take{std::make_shared<recording::Take>(std::move(what), base::Instant{})}, tap{take} {}

    void beats(int count, const Bytes& said = Bytes(160, 1)) {
        for (; count > 0; --count, now += 20ms) {
            tap.said(Codec::pcma, said, now);
            drain();
        }
    }
    /// The callee speaks while we beat.
    void speaks(int packets, const Bytes& voice = loud, Codec codec = Codec::pcma) {
        for (; packets > 0; --packets, timestamp += 160) {
            tap.heard(codec, {{.timestamp = timestamp}, voice}, now);
            beats(1);
        }
    }
    void drain() {
        if (!draining) return;
        auto& canvas = take->canvas;
        for (auto bytes = canvas.next(); !bytes.empty(); bytes = canvas.next()) {
            written.insert(written.end(), bytes.begin(), bytes.end());
            canvas.take(bytes.size());
        }
    }
    const Bytes& end() {
        tap.end();
        drain();
        return written;
    }
    std::string over() { return tap.over().value_or(""); }

    std::shared_ptr<recording::Take> take;
    recording::LineTap tap;
    media::Tap::SteadyTime now{};
    std::uint32_t timestamp = 5;
    bool draining = true;
    Bytes written;
};

} // namespace

TEST_CASE("a segment is the callee alone", "[unit][recording]") {
    Line line{mono()};
    line.beats(2);
    line.speaks(1);
    line.beats(1);
    Bytes expected(640, silence);
    std::ranges::copy(loud, expected.begin() + 320);
    CHECK(line.end() == expected);
}

TEST_CASE("of a whole call the callee is left and the platform right", "[unit][recording]") {
    auto what = mono();
    what.both_sides = true;
    Line line{what};
    line.speaks(1);
    line.beats(1);
    const auto& written = line.end();
    REQUIRE(written.size() == 640);
    CHECK(written[0] == 0x2A);
    CHECK(written[1] == 1);
    CHECK(written[638] == silence);
    CHECK(written[639] == 1);
}

TEST_CASE("beats that the media thread left out are time that passed", "[unit][recording]") {
    Line line{mono()};
    line.beats(10);
    line.now += 2s;
    line.beats(20);
    CHECK(line.end().size() == (10 + 100 + 20) * 160);
}

TEST_CASE("a beat that is late by itself is none too many", "[unit][recording]") {
    Line line{mono()};
    line.beats(10);
    line.now += 35ms;
    line.beats(1);
    line.now -= 35ms;
    line.beats(10);
    CHECK(line.end().size() == 21 * 160);
}

TEST_CASE("a recording is never longer than asked", "[unit][recording]") {
    auto what = mono();
    what.at_most = 1s;
    Line line{what};
    line.speaks(49);
    CHECK(line.over().empty());
    line.speaks(1);
    CHECK(line.over() == "max_duration");
    line.speaks(10);
    CHECK(line.end() == Bytes(8'000, 0x2A));
}

TEST_CASE("a length between two beats is kept to the sample", "[unit][recording]") {
    auto what = mono();
    what.at_most = 990ms;
    Line line{what};
    line.speaks(60);
    CHECK(line.end().size() == 7'920);
}

TEST_CASE("silence behind speech, and no speech at all, are told apart", "[unit][recording]") {
    auto what = mono();
    what.silence = 1s;
    Line silent{what};
    silent.beats(49);
    CHECK(silent.over().empty());
    silent.beats(1);
    CHECK(silent.over() == "nothing_said");

    Line spoken{what};
    spoken.speaks(50);
    spoken.beats(48);
    CHECK(spoken.over().empty());
    spoken.beats(3);
    CHECK(spoken.over() == "silence");
}

TEST_CASE("without a limit silence lasts", "[unit][recording]") {
    Line line{mono()};
    line.beats(5'000);
    CHECK(line.over().empty());
}

TEST_CASE("a codec that changes in the call is written in the first", "[unit][recording]") {
    Line line{mono()};
    line.speaks(1);
    line.speaks(1, Bytes(160, 0xFF), Codec::pcmu); // mu-law's zero
    const auto& written = line.end();
    CHECK(line.take->canvas.codec() == Codec::pcma);
    CHECK(written[159] == 0x2A);
    CHECK(written[160] == silence);
}

TEST_CASE("a disk that does not keep up costs the recording, not the call", "[unit][recording]") {
    Line line{mono()};
    line.draining = false;
    line.speaks(1'000);
    CHECK(line.over() == "failed");
    CHECK(line.take->too_slow);
    line.tap.end();
    CHECK(line.take->ended);
}

TEST_CASE("a recording that failed hears no more", "[unit][recording]") {
    Line line{mono()};
    line.speaks(10);
    line.take->failed = true;
    line.speaks(200);
    CHECK(line.over() == "failed");
}

TEST_CASE("the last second is not lost when the line closes", "[unit][recording]") {
    Line line{mono()};
    line.speaks(30);
    CHECK(line.end() == Bytes(4'800, 0x2A));
    line.tap.end();
    CHECK(line.take->ended);
}

TEST_CASE("a tap that is let go has ended", "[unit][recording]") {
    const auto take = std::make_shared<recording::Take>(mono(), base::Instant{});
    { const recording::LineTap tap{take}; }
    CHECK(take->ended);
}
