#include "media/listening_impl.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>
#include <vector>

using namespace hatif;
using namespace hatif::media;
using namespace std::chrono_literals;
using audio::Codec;

namespace {

using Steady = rtp::SteadyTime;

/// What a tap heard and said, as words.
struct Notes {
    std::string text;
    std::optional<std::string> over;
};

class Notebook : public Tap {
public:
    explicit Notebook(Notes& notes) : notes_{notes} {}

    void said(Codec, audio::Frame frame, SteadyTime) override {
        notes_.text += " said" + std::to_string(frame.size());
    }
    void heard(Codec codec, const rtp::Packet& packet, SteadyTime) override {
        notes_.text += codec == Codec::pcma ? " a" : " u";
        notes_.text += std::to_string(packet.header.sequence);
    }
    std::optional<std::string> over() override { return notes_.over; }
    void end() override { notes_.text += " end"; }

private:
    Notes& notes_;
};

/// A line's ears, on a clock of the test's.
struct Ears {
    void hear(std::uint16_t sequence,
              std::uint8_t payload_type = 8,
              audio::Frame payload = audio::silence(Codec::pcma)) {
        listening.hear({{.payload_type = payload_type,
                         .sequence = sequence,
                         .timestamp = sequence * 160U,
                         .source = 1},
                        payload},
                       now, tell);
    }
    void beat() {
        now += 20ms;
        listening.beat(Codec::pcma, audio::silence(Codec::pcma), now, tell);
    }

    std::string told;
    Teller::Sink sink = [this](LineId, const Event& event) {
        std::ostringstream line;
        line << event;
        told += line.str() + "; ";
    };
    Teller tell{sink, LineId{1}};
    Listening listening;
    Steady now{100s};
};

} // namespace

TEST_CASE("a tap hears packets in their order, and what we say", "[media][tap]") {
    Notes notes;
    Ears ears;
    ears.listening.attach(TapId{1}, std::make_unique<Notebook>(notes));
    ears.hear(1);
    ears.hear(3);
    ears.hear(2, 0);
    ears.beat();
    CHECK(notes.text == " a1 u2 a3 said160");
}

TEST_CASE("noise and keys keep their place in the sequence and are no voice", "[media][tap]") {
    Notes notes;
    Ears ears;
    ears.listening.attach(TapId{1}, std::make_unique<Notebook>(notes));
    ears.hear(1);
    ears.hear(2, 13);
    ears.hear(3, 101);
    ears.hear(4);
    CHECK(notes.text == " a1 a4");
}

TEST_CASE("what is lost is waited for no longer than 60 ms", "[media][tap]") {
    Notes notes;
    Ears ears;
    ears.listening.attach(TapId{1}, std::make_unique<Notebook>(notes));
    ears.hear(1);
    ears.hear(3);
    ears.beat();
    ears.beat();
    CHECK(notes.text == " a1 said160 said160");
    ears.beat();
    CHECK(notes.text == " a1 said160 said160 a3 said160");
}

TEST_CASE("a tap that has enough is ended, told of and let go", "[media][tap]") {
    Notes notes;
    Ears ears;
    ears.listening.attach(TapId{4}, std::make_unique<Notebook>(notes));
    notes.over = "silence";
    ears.beat();
    CHECK(notes.text == " said160 end");
    CHECK(ears.told == "tap over 4 silence; ");
    CHECK(ears.listening.idle());
}

TEST_CASE("a tap that is taken off is ended once and told of no more", "[media][tap]") {
    Notes notes;
    Ears ears;
    ears.listening.attach(TapId{4}, std::make_unique<Notebook>(notes));
    ears.listening.detach(TapId{5});
    CHECK_FALSE(ears.listening.idle());
    ears.listening.detach(TapId{4});
    ears.listening.detach(TapId{4});
    ears.listening.end();
    CHECK(notes.text == " end");
    CHECK(ears.told.empty());
}

TEST_CASE("who hears nothing at all is decided by the clock", "[media][amd]") {
    Ears ears;
    ears.listening.detect({.initial_silence = 1s});
    int beats = 0;
    while (ears.told.empty() && beats < 100) {
        ears.beat();
        ++beats;
    }
    CHECK(ears.told.find("amd decided") == 0);
    CHECK(ears.told.find("initial_silence") != std::string::npos);
    CHECK(beats >= 50);
    CHECK(beats <= 58); // the clock is looked at each 100 ms
    CHECK(ears.listening.idle());
}

TEST_CASE("a gap in the timestamps is time, not filled twice by the clock", "[media][amd]") {
    Ears ears;
    ears.listening.detect({.initial_silence = 2s});
    std::uint16_t sequence = 1;
    int beats = 0;
    for (; ears.told.empty() && beats < 300; ++beats) {
        ears.beat();
        const bool lost = beats >= 20 && beats < 40; // 400 ms in which nothing comes
        if (!lost) ears.hear(sequence);
        ++sequence;
    }
    CHECK(beats >= 97);
    CHECK(beats <= 106);
}

TEST_CASE("a key decides for a person", "[media][amd]") {
    Ears ears;
    ears.listening.detect({});
    ears.hear(1);
    ears.listening.pressed(ears.tell);
    CHECK(ears.told.find("amd decided human") == 0);
    ears.listening.pressed(ears.tell);
    CHECK(ears.told.find("amd", 5) == std::string::npos); // once
}

TEST_CASE("a beep that does not come is told when the time is up", "[media][beep]") {
    Ears ears;
    ears.listening.await_beep(200ms, ears.now);
    for (int i = 0; i < 9; ++i) ears.beat();
    CHECK(ears.told.empty());
    ears.beat();
    CHECK(ears.told == "no beep, after 200 ms; ");
    CHECK(ears.listening.idle());
}
