#include "media/studio.hpp"

#include <cmath>

using namespace hatif;
using namespace hatif::media;
using namespace hatif::media::test;

namespace {

constexpr double turn = 2 * 3.14159265358979 / 8'000;

std::int16_t tone(std::size_t at, double hertz, double size) {
    return static_cast<std::int16_t>(size * std::sin(turn * hertz * static_cast<double>(at)));
}

/// "1" and "5" as sounds, 80 ms each and as long a pause.
std::int16_t keys(std::size_t at) {
    if (at / 640 % 2 == 1) return 0;
    const bool first = at / 1'280 % 2 == 0;
    const auto low = tone(at, first ? 697 : 770, 6'000);
    return static_cast<std::int16_t>(low + tone(at, first ? 1'209 : 1'336, 6'000));
}

std::int16_t beep(std::size_t at) {
    const bool sounds = at >= 4'000 && at < 7'200; // 400 ms, after half a second
    return sounds ? tone(at, 1'000, 8'000) : std::int16_t{0};
}

sdp::Agreement without_events(const Callee& callee) {
    auto agreement = callee.agreement();
    agreement.key_payload.reset();
    return agreement;
}

} // namespace

TEST_CASE("without telephone-event keys are heard as sounds, each once", "[media][keys]") {
    Studio studio;
    studio.engine.connect(studio.line.id, without_events(studio.callee));
    studio.callee.hear();
    studio.callee.sing(studio.line, 4 * 1'280, keys);
    for (const char* key : {"key 1", "key 5", "key 1", "key 5"}) CHECK(studio.told.next() == key);
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
}

TEST_CASE("with telephone-event sounds are no keys", "[media][keys]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    studio.callee.sing(studio.line, 2 * 1'280, keys);
    studio.callee.press(studio.line, 9, 50'000);
    CHECK(studio.told.next() == "key 9");
    // and never again in this call, even if a later agreement leaves the events out
    studio.engine.connect(studio.line.id, without_events(studio.callee));
    studio.callee.sing(studio.line, 2 * 1'280, keys);
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
}

TEST_CASE("a key decides for a person, after it is told itself", "[media][amd]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.detect(studio.line.id, {});
    studio.callee.hear();
    studio.callee.press(studio.line, 3, 1'000);
    CHECK(studio.told.next() == "key 3");
    CHECK(studio.told.next().find("amd decided human by key") == 0);
}

TEST_CASE("a machine's beep is awaited", "[media][beep]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    studio.engine.await_beep(studio.line.id, 8s);
    studio.callee.sing(studio.line, 12'000, beep);
    CHECK(studio.told.next() == "beep heard");
}

TEST_CASE("who says nothing is decided on all the same", "[media][amd]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.detect(studio.line.id, {.initial_silence = 300ms});
    CHECK(studio.told.next().find("amd decided") == 0);
}

namespace {

struct Counted {
    std::atomic<int> said{0};
    std::atomic<int> loud{0}; ///< of those said, not silent
    std::atomic<int> heard{0};
    std::atomic<int> ended{0};
};

class Counter : public Tap {
public:
    Counter(std::shared_ptr<Counted> counted, int enough)
        : counted_{std::move(counted)}, enough_{enough} {}

    void said(audio::Codec, audio::Frame frame, SteadyTime) override {
        ++counted_->said;
        if (frame.front() != silence) ++counted_->loud;
    }
    void heard(audio::Codec, const rtp::Packet&, SteadyTime) override { ++counted_->heard; }
    std::optional<std::string> over() override {
        if (counted_->said < enough_) return std::nullopt;
        return "max_duration";
    }
    void end() override { ++counted_->ended; }

private:
    std::shared_ptr<Counted> counted_;
    int enough_;
};

} // namespace

TEST_CASE("a tap listens until it has enough", "[media][tap]") {
    Studio studio;
    const auto counted = std::make_shared<Counted>();
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.attach(studio.line.id, TapId{6}, std::make_unique<Counter>(counted, 10));
    for (std::uint16_t i = 0; i < 5; ++i) studio.callee.say(studio.line, i);
    CHECK(studio.told.next() == "tap over 6 max_duration");
    CHECK(counted->said == 10);
    CHECK(counted->heard == 5);
    CHECK(counted->ended == 1);
}

TEST_CASE("a tap ends when it is taken off, with its line, or with the engine", "[media][tap]") {
    const auto counted = std::make_shared<Counted>();
    const auto tap = [&] { return std::make_unique<Counter>(counted, 1'000'000); };
    {
        Studio studio;
        studio.engine.connect(studio.line.id, studio.callee.agreement());
        studio.engine.attach(studio.line.id, TapId{1}, tap());
        studio.engine.attach(studio.line.id, TapId{2}, tap());
        studio.engine.detach(studio.line.id, TapId{1});
        studio.engine.detach(studio.line.id, TapId{1});
        studio.engine.close(studio.line.id);
        CHECK(studio.told.next() == "line closed");
        CHECK(counted->ended == 2);
        const auto other = studio.engine.open().value();
        studio.engine.attach(other.id, TapId{3}, tap());
        const auto last = studio.engine.open().value();
        studio.engine.close(last.id);
        CHECK(studio.told.next() == "line closed"); // so the tap is on its line
    }
    CHECK(counted->ended == 3);
}

TEST_CASE("what is played on hold is not said: a tap hears silence", "[media][tap]") {
    Studio studio;
    const auto counted = std::make_shared<Counted>();
    auto hold = studio.callee.agreement();
    hold.direction = sdp::Direction::receive_only;
    studio.engine.connect(studio.line.id, hold);
    studio.engine.attach(studio.line.id, TapId{1}, std::make_unique<Counter>(counted, 1'000'000));
    studio.engine.play(studio.line.id, {prompt(5, 0x11)}, PlayId{1});
    CHECK(studio.told.next() == "prompt over 1");
    CHECK(counted->loud == 0);
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {prompt(5, 0x11)}, PlayId{2});
    CHECK(studio.told.next() == "prompt over 2");
    CHECK(counted->loud == 5);
}
