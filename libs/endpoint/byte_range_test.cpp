#include "endpoint/byte_range.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif::endpoint;

namespace {

constexpr std::uint64_t size = 1000;

/// "0-499", "whole", or "none of it".
std::string asked(std::string_view header, std::uint64_t of = size) {
    const auto range = read_range(header, of);
    if (!range) return range.error().reason == "RANGE_NOT_SATISFIABLE" ? "none of it" : "?";
    if (!*range) return "whole";
    return std::to_string((*range)->first) + "-" + std::to_string((*range)->last);
}

} // namespace

TEST_CASE("one range of bytes is what is asked for", "[endpoint][byte_range]") {
    CHECK(asked("bytes=0-499") == "0-499");
    CHECK(asked("bytes=500-999") == "500-999");
    CHECK(asked("bytes=0-0") == "0-0");
    CHECK(asked("bytes=999-") == "999-999");
    CHECK(asked("bytes=500-") == "500-999");
    CHECK(asked("bytes=-1") == "999-999");
    CHECK(asked("bytes=-500") == "500-999");
    CHECK(asked("Bytes= 1-2 ") == "1-2");
}

TEST_CASE("a range ends where the file does", "[endpoint][byte_range]") {
    CHECK(asked("bytes=500-1000") == "500-999");
    CHECK(asked("bytes=0-99999999999999999999999999") == "0-999");
    CHECK(asked("bytes=-1001") == "0-999");
    CHECK(asked("bytes=-99999999999999999999999999") == "0-999");
}

TEST_CASE("a range behind the end is told so, with the size", "[endpoint][byte_range]") {
    CHECK(asked("bytes=1000-") == "none of it");
    CHECK(asked("bytes=1000-1001") == "none of it");
    CHECK(asked("bytes=99999999999999999999999999-") == "none of it");
    CHECK(asked("bytes=-0") == "none of it");
    CHECK(asked("bytes=0-", 0) == "none of it");
    CHECK(asked("bytes=-5", 0) == "none of it");
    CHECK(read_range("bytes=1000-", size).error().fields.front().what == "bytes */1000");
}

TEST_CASE("what asks for no single range gets the whole file", "[endpoint][byte_range]") {
    for (const auto* header :
         {"", "bytes", "bytes=", "bytes=-", "bytes=--1", "bytes=a-b", "bytes=1", "bytes=5-4",
          "bytes=0-1,5-6", "bytes=0-1, 5-6", "bytes=1 - 2", "bytes=+1-2", "bytes=0x1-2",
          "items=0-1", "0-499", "bytes 0-499", "bytes=1-2-3"}) {
        INFO(header);
        CHECK(asked(header) == "whole");
    }
}

TEST_CASE("every range of a small file is the bytes between its ends", "[endpoint][byte_range]") {
    const std::string file = "abcdefg";
    for (std::uint64_t first = 0; first < 9; ++first) {
        for (std::uint64_t last = 0; last < 9; ++last) {
            // What a reader who counts on fingers would cut out.
            std::string expected;
            for (std::uint64_t at = first; at <= last && at < file.size(); ++at) {
                expected += file[at];
            }
            const auto header = "bytes=" + std::to_string(first) + "-" + std::to_string(last);
            INFO(header);
            const auto range = read_range(header, file.size());
            if (last < first) {
                CHECK(range.value() == std::nullopt);
            } else if (expected.empty()) {
                CHECK_FALSE(range);
            } else {
                CHECK(file.substr((*range)->first, (*range)->size()) == expected);
            }
        }
    }
}
