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
    for (std::uint16_t i = 0; i < 3; ++i) {
        studio.callee.say(studio.line, i);
        std::this_thread::sleep_for(20ms); // a voice's pace: a burst is nobody's
    }
    studio.callee.hear();
}

TEST_CASE("a callee that never spoke is heard through a flood of strangers", "[media][peer]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    std::atomic<bool> enough{false};
    const auto stranger = UdpSocket::bound({loopback, 0}).value();
    std::thread flood{[&] { // 10,000 packets a second
        std::array<std::uint8_t, 172> packet{};
        auto when = std::chrono::steady_clock::now();
        for (std::uint32_t i = 0; !enough; ++i) {
            const rtp::Header header{.sequence = static_cast<std::uint16_t>(i), .source = 9};
            rtp::write_header(header, std::span{packet}.first<rtp::header_size>());
            (void)stranger.send(packet, {loopback, studio.line.local.port});
            if (i % 10 == 0) std::this_thread::sleep_until(when += 1ms);
        }
    }};
    std::this_thread::sleep_for(100ms); // its socket is full, if it is read too seldom
    studio.callee.press(studio.line, 7, 1'000);
    const auto told = studio.told.next();
    enough = true;
    flood.join();
    CHECK(told == "key 7");
}

TEST_CASE("a flood of strangers is counted to the last packet, and not heard", "[media][peer]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    studio.callee.press(studio.line, 1, 1'000);
    CHECK(studio.told.next() == "key 1");
    Callee stranger;
    for (std::uint16_t i = 0; i < 2'000; ++i) stranger.say(studio.line, i);
    const auto frames = studio.callee.hear().header;
    // The flood has filled the socket: it is read, and then refused by the kernel.
    while (static_cast<std::uint16_t>(studio.callee.hear().header.sequence - frames.sequence) <
           25) {
    }
    for (std::uint16_t i = 0; i < 2'000; ++i) stranger.say(studio.line, i);
    studio.callee.press(studio.line, 2, 90'000);
    CHECK(studio.told.next() == "key 2");
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    CHECK(studio.told.statistics().dropped == 4'000);
}

TEST_CASE("comfort noise is heard, and nothing is wrong with it", "[media][noise]") {
    Studio studio{150ms};
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    const std::array<std::uint8_t, 1> level{70};
    for (std::uint16_t i = 0; i < 10; ++i) {
        studio.callee.speak(studio.line,
                            {.payload_type = 13, .sequence = i, .timestamp = i * 160U, .source = 5},
                            level);
    }
    CHECK(studio.told.next() == "media lost"); // 150 ms after the last of them
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed"); // and told once
    CHECK(studio.told.statistics().received == 10);
    CHECK(studio.told.statistics().dropped == 0);
}

TEST_CASE("on hold nobody is missed", "[media][hold]") {
    Studio studio{100ms};
    auto held = studio.callee.agreement();
    held.direction = sdp::Direction::send_only;
    studio.engine.connect(studio.line.id, held);
    studio.engine.play(studio.line.id, {prompt(15, 1)}, PlayId{1});
    CHECK(studio.told.next() == "prompt over 1"); // 300 ms
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    CHECK(studio.told.next() == "media lost");
}

TEST_CASE("the SDP names the public address", "[media][engine]") {
    Told told;
    Engine engine{{.address = "127.0.0.1",
                   .first_port = 16'980,
                   .last_port = 16'989,
                   .public_address = "192.0.2.1"},
                  told.sink()};
    CHECK(engine.open().value().local.address == "192.0.2.1");
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
