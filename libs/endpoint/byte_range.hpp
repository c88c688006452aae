#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace hatif::endpoint {

/// Bytes of a file; both ends belong to it.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t size() const { return last - first + 1; }
    bool operator==(const ByteRange&) const = default;
};

/// What a Range header (RFC 9110, section 14) asks for of a file of this size. Nothing: the whole
/// file, which is right for no header, another unit, several ranges, and what cannot be read.
/// RANGE_NOT_SATISFIABLE, with the field `range` "bytes */<size>", when it lies behind the end.
base::Result<std::optional<ByteRange>> read_range(std::string_view header, std::uint64_t size);

} // namespace hatif::endpoint
