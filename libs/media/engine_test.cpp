#include "media/studio.hpp"

using namespace hatif;
using namespace hatif::media;
using namespace hatif::media::test;
using namespace std::chrono_literals;

TEST_CASE("a connected line sends silence in frames of 20 ms", "[media][engine]") {
    Studio studio;
    CHECK(studio.line.local.address == "127.0.0.1");
    CHECK(studio.line.local.port % 2 == 0);
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    const auto first = studio.callee.hear();
    CHECK(first.header.marker);
    CHECK(first.header.payload_type == 8);
    CHECK(first.payload == std::vector<std::uint8_t>(160, silence));
    const auto start = std::chrono::steady_clock::now();
    auto last = first.header;
    for (int i = 0; i < 25; ++i) {
        const auto next = studio.callee.hear().header;
        REQUIRE(static_cast<std::uint16_t>(next.sequence - last.sequence) == 1);
        REQUIRE((next.timestamp - last.timestamp) % 160 == 0); // more than one after a stall
        REQUIRE(next.source == last.source);
        last = next;
    }
    // Never faster than the clock (a stall makes it slower, and that is the machine's).
    CHECK(std::chrono::steady_clock::now() - start > 24 * 20ms - 20ms);
}

TEST_CASE("a callee behind NAT is learned and sent to", "[media][peer]") {
    Studio studio;
    auto agreement = studio.callee.agreement();
    agreement.remote.port = 9; // what its SDP names is not where it is
    studio.engine.connect(studio.line.id, agreement);
    for (std::uint16_t i = 0; i < 3; ++i) studio.callee.say(studio.line, i);
    studio.callee.hear();
}

TEST_CASE("on hold nothing is sent, but the prompt goes on in time", "[media][hold]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    auto before = studio.callee.hear().header;
    auto held = studio.callee.agreement();
    held.direction = sdp::Direction::receive_only;
    studio.engine.connect(studio.line.id, held);
    studio.engine.play(studio.line.id, {prompt(10, 1)}, PlayId{1});
    CHECK(studio.told.next() == "prompt over 1"); // ten frame times of hold have passed
    while (studio.callee.has_heard()) {
        const auto heard = studio.callee.hear();
        CHECK(heard.payload.front() == silence); // what was sent before the hold
        before = heard.header;
    }
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    const auto after = studio.callee.hear().header;
    CHECK(after.marker);
    CHECK(static_cast<std::uint16_t>(after.sequence - before.sequence) == 1);
    CHECK(after.timestamp - before.timestamp >= 10 * 160);
}

TEST_CASE("media may move to another address", "[media][move]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    Callee elsewhere;
    studio.engine.connect(studio.line.id, elsewhere.agreement());
    elsewhere.hear();
    elsewhere.press(studio.line, 5, 1'000);
    CHECK(studio.told.next() == "key 5");
}

TEST_CASE("a closed line tells what it sent, and its port rests longest", "[media][close]") {
    Told told;
    Engine engine{{.address = "127.0.0.1", .first_port = 16'990, .last_port = 16'993}, told.sink()};
    const auto first = engine.open().value();
    Callee callee;
    engine.connect(first.id, callee.agreement());
    callee.hear();
    engine.close(first.id);
    CHECK(told.next() == "line closed");
    CHECK(told.statistics().sent >= 1);
    CHECK(engine.open_lines() == 0);
    CHECK(engine.open().value().local.port != first.local.port);
    CHECK(engine.open().value().local.port == first.local.port);
    const auto none = engine.open();
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == base::Errc::unavailable);
}

TEST_CASE("orders to a line that is closed are ignored", "[media][close]") {
    Studio studio;
    studio.engine.close(studio.line.id);
    studio.engine.close(studio.line.id);
    studio.engine.play(studio.line.id, {prompt(1, 1)}, PlayId{1});
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    CHECK(studio.told.next() == "line closed");
    const auto other = studio.engine.open().value();
    studio.engine.close(other.id);
    CHECK(studio.told.next() == "line closed"); // and nothing in between
}

TEST_CASE("addresses and ranges that cannot be are told while wiring", "[media][engine]") {
    const Engine::Sink nobody = [](LineId, const Event&) {};
    CHECK_THROWS(Engine({.address = "localhost"}, nobody));
    CHECK_THROWS(Engine({.address = "127.0.0.1", .first_port = 11, .last_port = 11}, nobody));
}
