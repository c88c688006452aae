#pragma once

#include "base/result.hpp"
#include "endpoint/download.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace hatif::endpoint {

/// A file that is sent to a client, and how its bytes are had.
struct File {
    std::string content_type;
    std::string file_name{}; ///< to be saved under; empty: to be shown
    std::string etag;        ///< names the content
    std::uint64_t size = 0;
    /// Reading goes on so many bytes from the beginning.
    std::function<base::Result<void>(std::uint64_t)> skip;
    /// The next bytes, at most so many; empty at the end.
    std::function<base::Result<std::string>(std::size_t)> read;
};

/// Sends a file, or the part of it that a Range header asks for. RANGE_NOT_SATISFIABLE;
/// `unavailable` when the client is gone.
base::Result<void> send_file(const File& file, std::string_view range, Download::Writer& writer);

} // namespace hatif::endpoint
