#include "kafka/partition.hpp"

#include <catch2/catch.hpp>

using namespace hatif::kafka;

TEST_CASE("murmur2 gives what Java's client gives", "[kafka][partition]") {
    struct Row {
        const char* key;
        std::int32_t hash;
    };
    // The table of org.apache.kafka.common.utils.UtilsTest.
    const Row rows[] = {
        {"21", -973932308},
        {"foobar", -790332482},
        {"a-little-bit-long-string", -985981536},
        {"a-little-bit-longer-string", -1486304829},
        {"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971},
        {"abc", 479470107},
    };
    for (const auto& row : rows) {
        CAPTURE(row.key);
        CHECK(murmur2(row.key) == row.hash);
    }
}

TEST_CASE("a key's partition is its hash without the sign, by the count", "[kafka][partition]") {
    CHECK(partition_of("abc", 4) == 479470107 % 4);
    CHECK(partition_of("foobar", 4) == (-790332482 & 0x7fffffff) % 4);
    CHECK(partition_of("anything", 1) == 0);
}

TEST_CASE("bytes above 127 count as unsigned", "[kafka][partition]") {
    CHECK(murmur2("\xff\xfe\xfd\xfc\xfb") != murmur2("\x7f\x7e\x7d\x7c\x7b"));
    CHECK(partition_of("\xff\xfe\xfd\xfc\xfb", 7) >= 0);
}
