#include "kafka/partition.hpp"

namespace hatif::kafka {

namespace {

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at + i])) << (8 * i);
    }
    return word;
}

} // namespace

std::int32_t murmur2(std::string_view bytes) {
    constexpr std::uint32_t seed = 0x9747b28c;
    constexpr std::uint32_t m = 0x5bd1e995;
    auto hash = seed ^ static_cast<std::uint32_t>(bytes.size());
    const auto whole = bytes.size() / 4 * 4;
    for (std::size_t at = 0; at < whole; at += 4) {
        auto word = little_endian(bytes, at, 4) * m;
        word = (word ^ (word >> 24)) * m;
        hash = (hash * m) ^ word;
    }
    if (whole < bytes.size()) {
        hash = (hash ^ little_endian(bytes, whole, bytes.size() - whole)) * m;
    }
    hash = (hash ^ (hash >> 13)) * m;
    return static_cast<std::int32_t>(hash ^ (hash >> 15));
}

std::int32_t partition_of(std::string_view key, std::int32_t partitions) {
    return (murmur2(key) & 0x7fffffff) % partitions;
}

} // namespace hatif::kafka
