#include "recording/line_tap.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <random>

using namespace hatif;
using namespace std::chrono_literals;
using audio::Codec;
using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937;
using SteadyTime = media::Tap::SteadyTime;

namespace {

constexpr std::uint8_t silence = 0xD5;
constexpr std::uint64_t frame = 160;

std::uint64_t below(Random& random, std::uint64_t end) {
    return random() % end;
}

Bytes noise(Random& random, std::size_t size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

struct Sent {
    std::uint64_t at = 0; // samples from the peer's beginning
    std::uint64_t arrives = 0;
    Bytes voice;
};

/// What a peer sends and the network makes of it: packets of any length, silence that is not sent,
/// loss, repeats, and less than a second of jitter that keeps the order.
std::vector<Sent> a_call(Random& random, std::uint64_t length) {
    static constexpr std::array<std::uint64_t, 5> sizes{80, 160, 240, 320, 480};
    const auto size = sizes[below(random, sizes.size())];
    const auto begins = below(random, 8'000);
    std::vector<Sent> sent;
    std::uint64_t arrived = 0;
    for (std::uint64_t at = 0; at + begins < length; at += size) {
        if (below(random, 50) == 0) at += size * below(random, 100);
        const auto delay = below(random, 20) == 0 ? below(random, 7'000) : below(random, 400);
        arrived = std::max(arrived, begins + at + delay);
        Sent packet{at, arrived, noise(random, size)};
        if (below(random, 20) != 0) sent.push_back(packet);
        if (below(random, 20) == 0) sent.push_back(packet);
    }
    return sent;
}

/// The slow way: an array, and each sample where its timestamp says.
Bytes painted(const std::vector<Sent>& call, std::uint64_t begins, std::uint64_t first) {
    Bytes all;
    for (const auto& packet : call) {
        const auto at = begins + packet.at - first;
        if (all.size() < at + packet.voice.size()) all.resize(at + packet.voice.size(), silence);
        std::ranges::copy(packet.voice, all.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return all;
}

recording::What what(bool both_sides) {
    return {.key = objects::ObjectKey::parse("recordings/x.wav").value(), .both_sides = both_sides};
}

/// Listens to a call as the media thread does, and takes as the writer does.
class Studio {
public:
    explicit Studio(bool both_sides)
        : take_{std::make_shared<recording::Take>(what(both_sides), base::Instant{})}, tap_{take_} {
    }

    void say(const Bytes& bytes) {
        tap_.said(Codec::pcma, bytes, SteadyTime{} + 20ms * ++beats_);
        if (beats_ % 5 == 0) take();
    }
    void hear(const Sent& packet, std::uint32_t timestamp) {
        const rtp::Header header{.timestamp = timestamp, .source = 1};
        tap_.heard(Codec::pcma, {header, packet.voice}, {});
    }
    Bytes end() {
        tap_.end();
        take();
        return all_;
    }

private:
    void take() {
        for (auto bytes = take_->canvas.next(); !bytes.empty(); bytes = take_->canvas.next()) {
            all_.insert(all_.end(), bytes.begin(), bytes.end());
            take_->canvas.take(bytes.size());
        }
    }

    std::shared_ptr<recording::Take> take_;
    recording::LineTap tap_;
    int beats_ = 0;
    Bytes all_;
};

} // namespace

TEST_CASE("a recording holds each sample where its timestamp says, and silence elsewhere",
          "[unit][recording]") {
    Random random{GENERATE(range(0U, 100U))};
    const bool both_sides = random() % 2 == 0;
    const std::uint64_t length = frame * (50 + below(random, 1'000));
    const auto call = a_call(random, length);
    const auto base = static_cast<std::uint32_t>(random());

    Studio studio{both_sides};
    Bytes platform;
    std::uint64_t begins = 0;
    auto next = call.begin();
    for (std::uint64_t now = 0; now < length; now += frame) {
        for (; next != call.end() && next->arrives <= now; ++next) {
            if (next == call.begin()) begins = now;
            studio.hear(*next, base + static_cast<std::uint32_t>(next->at));
        }
        const auto said = noise(random, frame);
        platform.insert(platform.end(), said.begin(), said.end());
        studio.say(said);
    }
    const std::vector<Sent> heard{call.begin(), next};
    auto callee = heard.empty() ? Bytes{} : painted(heard, begins, heard.front().at);
    const auto end = std::max(callee.size(), platform.size());
    callee.resize(end, silence);
    platform.resize(end, silence);
    Bytes both;
    for (std::size_t i = 0; i < end; ++i) both.insert(both.end(), {callee[i], platform[i]});

    CHECK((studio.end() == (both_sides ? both : callee)));
}

TEST_CASE(
    "whatever a peer sends, a track only goes forward, between what is final and a second ahead",
    "[unit][recording]") {
    Random random{GENERATE(range(0U, 60U))};
    recording::Track track;
    std::uint64_t beat = 0;
    auto timestamp = static_cast<std::uint32_t>(random());
    std::uint64_t end = 0;
    std::size_t placed = 0;
    for (int i = 0; i < 2'000; ++i) {
        const auto passed = beat > 8'000 ? beat - 8'000 : 0;
        const auto size = 1 + below(random, 480);
        const std::uint32_t source = below(random, 100) == 0 ? 2 : 1;
        const auto place =
            track.place({.timestamp = timestamp, .source = source}, size, beat, passed);
        if (place) {
            ++placed;
            REQUIRE(place->skip < size);
            REQUIRE(place->position >= end);
            REQUIRE(place->position >= passed);
            end = place->position + size - place->skip;
            REQUIRE(end <= beat + recording::Track::ahead);
            REQUIRE(track.end() == end);
        }
        beat += below(random, 3) * frame;
        if (below(random, 200) == 0) beat += below(random, 80'000);
        timestamp += static_cast<std::uint32_t>(size);
        if (below(random, 100) == 0) timestamp = static_cast<std::uint32_t>(random());
        if (below(random, 50) == 0) timestamp += static_cast<std::uint32_t>(below(random, 20'000));
        if (below(random, 50) == 0) timestamp -= static_cast<std::uint32_t>(below(random, 20'000));
    }
    CHECK(placed > 200); // nobody is shut out
}
