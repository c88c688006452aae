#include "rtp/control.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using namespace hatif::rtp;

namespace {

using Bytes = std::vector<std::uint8_t>;

const SenderInfo sender{0x0123456789ABCDEF, 0x80000001, 500, 80'000};
const ReportBlock block{.source = 7,
                        .fraction_lost = 25,
                        .lost = -3,
                        .highest = 0x00020005,
                        .jitter = 16,
                        .last_report = 0x456789AB,
                        .delay = 65'536};

Bytes written(const ControlReport& report, std::string_view name = "0123456789abcdef") {
    std::array<std::uint8_t, largest_control> room{};
    const auto bytes = write_control(report, name, room);
    return {bytes.begin(), bytes.end()};
}

} // namespace

TEST_CASE("a report reads as it was written", "[rtp][control]") {
    const auto report = GENERATE(values<ControlReport>({
        {.source = 9, .sender = sender, .about = block},
        {.source = 9, .about = block},
        {.source = 9, .sender = sender},
        {.source = 9},
        {.source = 9, .sender = sender, .about = block, .bye = true},
    }));
    CHECK(read_control(written(report), 7) == report);
}

TEST_CASE("a compound packet is whole words, whatever the name's length (RFC 3550, 6.5)",
          "[rtp][control]") {
    for (std::size_t size = 0; size < 40; ++size) {
        const auto bytes = written({.source = 9, .sender = sender, .about = block, .bye = true},
                                   std::string(size, 'x'));
        CAPTURE(size);
        CHECK(bytes.size() % 4 == 0);
        CHECK(read_control(bytes, 7).has_value());
    }
}

TEST_CASE("the bytes are those of RFC 3550, 6.4.1 and 6.5", "[rtp][control]") {
    const Bytes expected{0x80, 201, 0,   1,   0xCA, 0xFE, 0xBA, 0xBE,  // RR, no block
                         0x81, 202, 0,   3,   0xCA, 0xFE, 0xBA, 0xBE,  // SDES
                         1,    4,   'n', 'a', 'm',  'e',  0,    0,     //
                         0x81, 203, 0,   1,   0xCA, 0xFE, 0xBA, 0xBE}; // BYE
    CHECK(written({.source = 0xCAFEBABE, .bye = true}, "name") == expected);
}

TEST_CASE("a block about another's stream is not ours", "[rtp][control]") {
    const auto read = read_control(written({.source = 9, .sender = sender, .about = block}), 8);
    REQUIRE(read.has_value());
    CHECK_FALSE(read->about.has_value());
    CHECK(read->sender == sender);
}

TEST_CASE("what is no compound packet is none (RFC 3550, A.2)", "[rtp][control]") {
    struct Row {
        Bytes bytes;
        const char* why;
    };
    const auto row = GENERATE(values<Row>({
        {{}, "nothing"},
        {{0x80, 201, 0}, "half a header"},
        {{0x40, 201, 0, 1, 0, 0, 0, 9}, "version 1"},
        {{0x80, 203, 0, 1, 0, 0, 0, 9}, "begins with no report"},
        {{0x80, 201, 0, 2, 0, 0, 0, 9}, "longer than it is"},
        {{0x80, 201, 0, 0}, "a report of no source"},
        {{0x81, 201, 0, 1, 0, 0, 0, 9}, "a block that is not there"},
        {{0x80, 200, 0, 1, 0, 0, 0, 9}, "a sender's part that is not there"},
        {{0x80, 201, 0, 1, 0, 0, 0, 9, 0x80}, "something behind it"},
    }));
    INFO(row.why);
    CHECK_FALSE(read_control(row.bytes, 7).has_value());
}

TEST_CASE("no bytes make reading reports go astray", "[rtp][hostile]") {
    std::mt19937 random{3};
    const auto good = written({.source = 9, .sender = sender, .about = block, .bye = true});
    for (int round = 0; round < 100'000; ++round) {
        Bytes bytes = good;
        if (round % 2 == 0) {
            bytes.assign(random() % 80, 0);
            for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
            if (bytes.size() > 3) {
                bytes[0] = static_cast<std::uint8_t>(0x80U | (bytes[0] & 0x3FU));
                bytes[1] = static_cast<std::uint8_t>(200 + random() % 4);
                bytes[2] = 0;
                bytes[3] = static_cast<std::uint8_t>(random() % 20);
            }
        } else {
            for (int i = 0; i < 3; ++i) {
                bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
            }
            bytes.resize(random() % (bytes.size() + 1));
        }
        const Bytes exact{bytes}; // its own allocation: a sanitizer sees what is read beyond
        if (const auto read = read_control(exact, 7)) REQUIRE(exact.size() >= 8);
    }
}
