#pragma once

#include "web/signing.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::web {

/// A body that is read from an open file while it is sent, from its first byte on, wherever the
/// file was read up to.
struct FileBody {
    int file = -1;
    std::uint64_t size = 0; ///< bytes; a shorter file fails the request
    std::string sha256{};   ///< of all of it, in lower-case hexadecimal: what a signature covers
};

struct Request {
    std::string method = "GET"; ///< capital letters
    std::string url;            ///< absolute, http or https, without credentials
    std::vector<Header> headers{};
    std::string body{};
    std::chrono::milliseconds timeout{10'000}; ///< for all of it, the name's look-up too
    std::size_t most_answer = 1 << 20;         ///< bytes of the answer's body
    std::optional<Signing> signing{};
    std::optional<FileBody> file{}; ///< instead of `body`
};

/// What came back. A status of 3xx too: no redirect is followed.
struct Response {
    int status = 0;
    std::vector<Header> headers{}; ///< in the order of arrival, names in any case
    std::string body{};

    /// The first of that name, in any case.
    std::optional<std::string_view> header(std::string_view name) const;
};

} // namespace hatif::web
