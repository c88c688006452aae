#include "rtp/packet.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <vector>

using namespace hatif::rtp;

namespace {

using Bytes = std::vector<std::uint8_t>;

const Header header{.payload_type = 8,
                    .marker = true,
                    .sequence = 0xFFFE,
                    .timestamp = 0x80000001,
                    .source = 0xCAFEBABE};

Bytes packet(Bytes payload, std::uint8_t first = 0x80) {
    Bytes bytes(header_size);
    write_header(header, std::span<std::uint8_t, header_size>{bytes.data(), header_size});
    bytes[0] = first;
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
}

} // namespace

TEST_CASE("a packet reads as it was written", "[rtp][packet]") {
    const auto bytes = packet({1, 2, 3});
    const auto read = read_packet(bytes);
    REQUIRE(read.has_value());
    CHECK(read->header == header);
    CHECK(Bytes{read->payload.begin(), read->payload.end()} == Bytes{1, 2, 3});
}

TEST_CASE("contributing sources, an extension and padding are skipped", "[rtp][packet]") {
    struct Row {
        Bytes bytes;
        const char* why;
    };
    const auto row = GENERATE(values<Row>({
        {packet({0, 0, 0, 1, 0, 0, 0, 2, 7}, 0x82), "two contributing sources"},
        {packet({0xBE, 0xDE, 0, 1, 9, 9, 9, 9, 7}, 0x90), "an extension of one word"},
        {packet({7, 0, 0, 3}, 0xA0), "three bytes of padding"},
    }));
    INFO(row.why);
    const auto read = read_packet(row.bytes);
    REQUIRE(read.has_value());
    CHECK(Bytes{read->payload.begin(), read->payload.end()} == Bytes{7});
}

TEST_CASE("what is no RTP, or promises more than it holds, is none", "[rtp][packet]") {
    struct Row {
        Bytes bytes;
        const char* why;
    };
    const auto row = GENERATE(values<Row>({
        {{}, "nothing"},
        {Bytes(11, 0x80), "too short"},
        {packet({}, 0x40), "version 1"},
        {packet({1, 2, 3}, 0x81), "a source that is not there"},
        {packet({0xBE, 0xDE}, 0x90), "half an extension"},
        {packet({0xBE, 0xDE, 0xFF, 0xFF}, 0x90), "an extension longer than the packet"},
        {packet({1, 2, 9}, 0xA0), "more padding than payload"},
        {packet({1, 2, 0}, 0xA0), "padding of none"},
        {packet({}, 0xA0), "padding without payload"},
    }));
    INFO(row.why);
    CHECK_FALSE(read_packet(row.bytes).has_value());
}

TEST_CASE("no bytes make reading go astray", "[rtp][hostile]") {
    std::mt19937 random{1};
    for (int round = 0; round < 50'000; ++round) {
        Bytes bytes(random() % 64);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        if (!bytes.empty()) bytes[0] = static_cast<std::uint8_t>(0x80 | (bytes[0] & 0x3F));
        if (const auto read = read_packet(bytes)) REQUIRE(read->payload.size() <= bytes.size());
    }
}
