#pragma once

#include "base/result.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Digest credentials (RFC 8760 and 7616): the answer to a 401 or 407.
namespace hatif::dialog {

enum class DigestAlgorithm { md5, sha256 };

/// One WWW-Authenticate or Proxy-Authenticate header, as far as it can be answered.
struct Challenge {
    std::string realm;
    std::string nonce;
    std::optional<std::string> opaque{};
    DigestAlgorithm algorithm = DigestAlgorithm::md5;
    std::string algorithm_name{}; ///< as written, to be said back; empty: was not written
    bool qop_auth = false;

    bool operator==(const Challenge&) const = default;
};

/// Reads `Digest realm="…", nonce="…", qop="auth", algorithm=SHA-256`. Fails on another scheme,
/// algorithm or quality of protection: what cannot be answered.
base::Result<Challenge> read_challenge(std::string_view header);

/// The one to answer: the strongest that can be (SHA-256 before MD5). None: all are beyond us.
std::optional<Challenge> strongest(std::span<const std::string> headers);

struct Proof {
    std::string user;
    std::string password;
    std::string method; ///< "INVITE"
    std::string uri;    ///< the Request-URI
    std::string cnonce; ///< random, fresh for each answer
};

/// Lower-case hexadecimal digest of a text. The algorithm lives in a library that acts.
using Hash = std::string (*)(DigestAlgorithm algorithm, std::string_view text);

/// The value of the Authorization or Proxy-Authorization header. The nonce count is always 1: a
/// nonce is answered once.
std::string credentials(const Challenge& challenge, const Proof& proof, Hash hash);

} // namespace hatif::dialog
