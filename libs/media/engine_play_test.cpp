#include "media/studio.hpp"

using namespace hatif;
using namespace hatif::media;
using namespace hatif::media::test;

TEST_CASE("prompts are played one after the other and told when over", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {prompt(3, 1), prompt(2, 2)}, PlayId{7});
    studio.callee.hear_until(1);
    studio.callee.hear_until(2);
    CHECK(studio.told.next() == "prompt over 7");
    studio.callee.hear_until(silence);
}

TEST_CASE("a prompt is played in the law that was agreed on", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement(audio::Codec::pcmu));
    studio.engine.play(studio.line.id, {prompt(3, 1)}, PlayId{1});
    CHECK(studio.callee.hear_until(2).header.payload_type == 0);
}

TEST_CASE("a prompt that is stopped is silent at once and told of no more", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {prompt(5'000, 1)}, PlayId{1});
    studio.callee.hear_until(1);
    studio.engine.stop(studio.line.id);
    studio.callee.hear_until(silence);
    studio.engine.play(studio.line.id, {prompt(1, 3)}, PlayId{2});
    CHECK(studio.told.next() == "prompt over 2");
}

TEST_CASE("barge-in is silent within two frames", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {prompt(5'000, 1)}, PlayId{1});
    studio.callee.hear_until(1);
    while (studio.callee.has_heard()) studio.callee.hear(); // this test may have been held up
    studio.engine.stop(studio.line.id);
    CHECK(studio.callee.count(1) <= 2);
}

TEST_CASE("prompts follow each other without a gap", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    const auto half = std::make_shared<audio::Prompt>(
        audio::Prompt{std::vector<std::uint8_t>(80, 1), std::vector<std::uint8_t>(80, 1)});
    studio.engine.play(studio.line.id, {half, prompt(1, 2), half}, PlayId{1});
    const auto first = studio.callee.hear_until(1).payload;
    CHECK(first[79] == 1);
    CHECK(first[80] == 2);
    const auto second = studio.callee.hear().payload;
    CHECK(second[79] == 2);
    CHECK(second[80] == 1);
}

TEST_CASE("packets are as long as was agreed", "[media][play]") {
    const int time = GENERATE(10, 30, 40, 50, 60);
    Studio studio;
    auto agreement = studio.callee.agreement();
    agreement.packet_time = std::chrono::milliseconds{time};
    studio.engine.connect(studio.line.id, agreement);
    studio.engine.play(studio.line.id, {prompt(600, 1)}, PlayId{1});
    const auto size = static_cast<std::size_t>(time) * 8;
    auto last = studio.callee.hear_until(1);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 8; ++i) {
        const auto next = studio.callee.hear();
        REQUIRE(next.payload.size() == size);
        REQUIRE((next.header.timestamp - last.header.timestamp) % size == 0);
        REQUIRE(static_cast<std::uint16_t>(next.header.sequence - last.header.sequence) == 1);
        last = next;
    }
    const auto least = std::chrono::milliseconds{time} * 7 - 20ms; // never faster than the clock
    CHECK(std::chrono::steady_clock::now() - start > least);
}

TEST_CASE("a play takes the place of the one before", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {prompt(5'000, 1)}, PlayId{1});
    studio.callee.hear_until(1);
    studio.engine.play(studio.line.id, {prompt(1, 3)}, PlayId{2});
    studio.callee.hear_until(3);
    CHECK(studio.told.next() == "prompt over 2");
}

TEST_CASE("a play without prompts is over at once", "[media][play]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.engine.play(studio.line.id, {}, PlayId{4});
    CHECK(studio.told.next() == "prompt over 4");
}

TEST_CASE("each press of a key is told once", "[media][keys]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    studio.callee.press(studio.line, 1, 1'000);
    studio.callee.press(studio.line, 1, 9'000);
    studio.callee.press(studio.line, 11, 20'000);
    CHECK(studio.told.next() == "key 1");
    CHECK(studio.told.next() == "key 1");
    CHECK(studio.told.next() == "key #");
    studio.callee.press(studio.line, 0, 40'000);
    CHECK(studio.told.next() == "key 0");
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    CHECK(studio.told.statistics().received >= 19); // the last one's end may come too late
    CHECK(studio.told.statistics().lost == 0);
}

TEST_CASE("a stranger's keys are not heard", "[media][keys]") {
    Studio studio;
    studio.engine.connect(studio.line.id, studio.callee.agreement());
    studio.callee.hear();
    studio.callee.press(studio.line, 1, 1'000);
    CHECK(studio.told.next() == "key 1");
    Callee stranger;
    stranger.press(studio.line, 9, 50'000);
    studio.callee.press(studio.line, 2, 9'000);
    CHECK(studio.told.next() == "key 2");
    studio.engine.close(studio.line.id);
    CHECK(studio.told.next() == "line closed");
    CHECK(studio.told.statistics().dropped == 6);
}

TEST_CASE("many lines play at once, each its own", "[media][many]") {
    Told told;
    Engine engine{{.address = "127.0.0.1", .first_port = 16'000, .last_port = 16'899}, told.sink()};
    std::vector<Line> lines;
    std::vector<std::unique_ptr<Callee>> callees;
    for (int i = 0; i < 40; ++i) {
        lines.push_back(engine.open().value());
        callees.push_back(std::make_unique<Callee>());
        engine.connect(lines.back().id, callees.back()->agreement());
        engine.play(lines.back().id, {prompt(10, static_cast<std::uint8_t>(i + 1))}, PlayId{1});
    }
    for (std::size_t i = 0; i < callees.size(); ++i) {
        callees[i]->hear_until(static_cast<std::uint8_t>(i + 1));
    }
    for (std::size_t i = 0; i < callees.size(); ++i) CHECK(told.next() == "prompt over 1");
    for (const auto& line : lines) engine.close(line.id);
    for (std::size_t i = 0; i < callees.size(); ++i) CHECK(told.next() == "line closed");
}
