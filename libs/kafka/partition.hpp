#pragma once

#include <cstdint>
#include <string_view>

namespace hatif::kafka {

/// Java's murmur2 over the bytes, with its sign.
std::int32_t murmur2(std::string_view bytes);

/// The partition that every Kafka client with Java's default, and ours, chooses for a key.
std::int32_t partition_of(std::string_view key, std::int32_t partitions);

} // namespace hatif::kafka
