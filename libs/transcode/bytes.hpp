#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace hatif::transcode {

/// So many bytes of a file from there; fewer at its end.
using Bytes = std::function<std::string(std::uint64_t offset, std::size_t size)>;

} // namespace hatif::transcode
