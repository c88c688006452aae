#pragma once

#include "base/instant.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hatif::web {

struct Header {
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

/// With whose key a request is signed, and for what (AWS Signature Version 4).
struct Signing {
    std::string key_id;
    std::string secret;
    std::string region;
    std::string service = "s3";
};

/// What a signature covers, as it goes over the wire.
struct SignedRequest {
    std::string method;
    std::string host;            ///< as in the Host header: with the port when it is not the usual
    std::string path;            ///< percent-encoded: all but A-Z a-z 0-9 - . _ ~ /
    std::string query;           ///< percent-encoded likewise, '=' and '&' between the parts
    std::vector<Header> headers; ///< all but Host; all of them are signed
    std::string body_sha256;     ///< lower-case hexadecimal
};

/// The headers to be sent besides: X-Amz-Date, X-Amz-Content-Sha256 (for service "s3") and
/// Authorization.
std::vector<Header> sign(const SignedRequest& request, const Signing& signing, base::Instant now);

/// SHA-256 in lower-case hexadecimal.
std::string sha256_of(std::string_view bytes);

} // namespace hatif::web
