#include "rtp/reorder_window.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace hatif::rtp;
using namespace std::chrono_literals;

namespace {

using Sequences = std::vector<std::uint16_t>;

/// A stream through the window: a packet each 20 ms, its sequence number as payload.
class Stream {
public:
    void put(std::uint16_t sequence, std::uint32_t source = 1) {
        const std::array<std::uint8_t, 2> payload{static_cast<std::uint8_t>(sequence >> 8U),
                                                  static_cast<std::uint8_t>(sequence)};
        window.put({{.sequence = sequence, .source = source}, payload}, now);
        take();
        now += 20ms;
    }

    void take() {
        while (const auto packet = window.next(now)) {
            REQUIRE(packet->payload.size() == 2);
            REQUIRE((packet->payload[0] << 8 | packet->payload[1]) == packet->header.sequence);
            given.push_back(packet->header.sequence);
        }
    }

    ReorderWindow window;
    Sequences given;
    SteadyTime now{100s};
};

Sequences after(const Sequences& sequences) {
    Stream stream;
    for (const auto sequence : sequences) stream.put(sequence);
    return stream.given;
}

} // namespace

TEST_CASE("packets in order are given at once", "[rtp][reorder]") {
    CHECK(after({65'534, 65'535, 0, 1}) == Sequences{65'534, 65'535, 0, 1});
}

TEST_CASE("a packet that was overtaken is given in its place", "[rtp][reorder]") {
    CHECK(after({1, 3, 2, 4}) == Sequences{1, 2, 3, 4});
    CHECK(after({1, 4, 3, 2, 5}) == Sequences{1, 2, 3, 4, 5});
}

TEST_CASE("a gap is waited for by 60 ms, and no longer", "[rtp][reorder]") {
    Stream stream;
    stream.put(1);
    stream.put(3);
    stream.take(); // 20 ms later
    CHECK(stream.given == Sequences{1});
    stream.now += 40ms;
    stream.take();
    CHECK(stream.given == Sequences{1, 3});
    stream.put(2); // too late now
    CHECK(stream.given == Sequences{1, 3});
    CHECK(stream.window.late() == 1);
    stream.put(4);
    CHECK(stream.given == Sequences{1, 3, 4});
}

TEST_CASE("a gap is waited for by four packets, should they come all at once", "[rtp][reorder]") {
    Stream stream;
    stream.put(1);
    for (const auto sequence : Sequences{3, 4, 5}) {
        stream.put(sequence);
        stream.now -= 20ms;
    }
    CHECK(stream.given == Sequences{1});
    stream.put(6);
    CHECK(stream.given == Sequences{1, 3, 4, 5, 6});
}

TEST_CASE("what comes twice is given once", "[rtp][reorder]") {
    CHECK(after({1, 1, 3, 3, 2, 2, 3, 4}) == Sequences{1, 2, 3, 4});
}

TEST_CASE("another stream begins anew, after what is held of the one before", "[rtp][reorder]") {
    Stream stream;
    for (const auto sequence : Sequences{1, 3, 4}) stream.put(sequence);
    stream.put(9'000, 2);
    stream.put(9'001, 2);
    CHECK(stream.given == Sequences{1, 3, 4, 9'000, 9'001});
    CHECK(after({1, 20'000, 20'001, 2, 3}) == Sequences{1, 20'000, 20'001, 2, 3});
}

TEST_CASE("a payload too long to be held is given, and nothing is lost", "[rtp][reorder]") {
    ReorderWindow window;
    const std::vector<std::uint8_t> payload(1'400);
    const SteadyTime now{1s};
    window.put({{.sequence = 1}, payload}, now);
    CHECK(window.next(now).has_value());
    window.put({{.sequence = 3}, std::span{payload}.first(160)}, now);
    CHECK_FALSE(window.next(now).has_value());
    window.put({{.sequence = 5}, payload}, now);
    CHECK(window.next(now)->header.sequence == 3);
    CHECK(window.next(now)->header.sequence == 5);
    CHECK_FALSE(window.next(now).has_value());
}

TEST_CASE("a shuffled stream comes out sorted, whatever is lost of it", "[rtp][reorder]") {
    std::mt19937 random{11};
    for (int round = 0; round < 2'000; ++round) {
        // Each packet is delayed by up to two others; some are lost, some doubled.
        std::vector<std::pair<double, std::uint16_t>> sent;
        Sequences sorted;
        const auto first = static_cast<std::uint16_t>(random());
        for (std::uint16_t i = 0; i < 60; ++i) {
            const auto sequence = static_cast<std::uint16_t>(first + i);
            const bool edge = i == 0 || i == 59;
            if (!edge && random() % 10 == 0) continue;
            const int delay = edge ? 0 : static_cast<int>(random() % 3);
            sent.emplace_back(i + delay * 1.01, sequence);
            if (!edge && random() % 10 == 0) sent.emplace_back(i + 0.5, sequence);
            sorted.push_back(sequence);
        }
        std::ranges::stable_sort(sent, {}, [](const auto& it) { return it.first; });
        Stream stream;
        const auto start = stream.now;
        for (const auto& [when, sequence] : sent) {
            stream.now = start + std::chrono::milliseconds{static_cast<int>(when * 20)};
            stream.put(sequence);
        }
        stream.now += 60ms;
        stream.take();
        REQUIRE(stream.given == sorted);
    }
}

TEST_CASE("numbers that are set back are followed from their fifth packet on", "[rtp][reorder]") {
    CHECK(after({40, 41, 42, 10, 11, 12, 13, 14, 15, 16}) == Sequences{40, 41, 42, 14, 15, 16});
    CHECK(after({40, 42, 10, 11, 12, 13, 14, 15}) == Sequences{40, 42, 14, 15}); // 42 was held
}

TEST_CASE("copies that lag behind set nothing back", "[rtp][reorder]") {
    Sequences sent;
    Sequences sorted;
    for (std::uint16_t i = 0; i < 50; ++i) {
        sent.push_back(static_cast<std::uint16_t>(i + 10));
        sent.push_back(i);
        sorted.push_back(static_cast<std::uint16_t>(i + 10));
    }
    CHECK(after(sent) == sorted);
}

TEST_CASE("no stream makes the window give one packet twice or two out of order, unless it is set "
          "back",
          "[rtp][hostile]") {
    std::mt19937 random{12};
    for (int round = 0; round < 300; ++round) {
        Stream stream;
        std::uint16_t at = static_cast<std::uint16_t>(random());
        int in_sequence = 0;
        for (int i = 0; i < 200; ++i) {
            const auto step = random() % 9 - 3;
            in_sequence = step == 1 ? in_sequence + 1 : 1;
            at = static_cast<std::uint16_t>(at + step);
            auto next = std::max<std::size_t>(stream.given.size(), 1);
            stream.put(at);
            stream.now += std::chrono::milliseconds{random() % 30};
            for (; in_sequence < 5 && next < stream.given.size(); ++next) {
                const auto& given = stream.given;
                REQUIRE(static_cast<std::int16_t>(given[next] - given[next - 1]) > 0);
            }
        }
    }
}
