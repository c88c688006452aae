#pragma once

#include "base/result.hpp"

#include <string>

namespace hatif::web {

/// Where a request goes, taken apart.
struct Url {
    std::string whole;  ///< what is sent to: the same, percent-encoded where it must be
    std::string origin; ///< "https://host:8443": all of it that may be told
    std::string host;   ///< as in the Host header, with the port when it is not the usual one
    std::string path;   ///< "/" at least
    std::string query;  ///< without the "?"
};

/// Fails (unavailable, request_refused) when it is no absolute URL of http or https, is longer than
/// 8,192 bytes, or has a name and a password in it; what it says has nothing of the URL but its
/// scheme.
base::Result<Url> parse_url(const std::string& text);

} // namespace hatif::web
