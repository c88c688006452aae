#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "gateway/identity/access/token_keys.hpp"

#include <string>
#include <string_view>

namespace hatif::gateway {

/// How long an access token is good.
constexpr auto access_lifetime = std::chrono::minutes{15};

/// What an access token says. What its holder may do is not in it: that is looked up by the
/// session, so that it can be changed and taken away.
struct AccessClaims {
    base::Uuid session;
    base::Uuid member;
    base::Instant issued_at; ///< to the second, as the next
    base::Instant expires_at;

    bool operator==(const AccessClaims&) const = default;
};

/// A JWT (RFC 7519) with the algorithm HS256.
std::string sign(const AccessClaims& claims, const TokenKeys& keys);

/// Has it the three parts of a JWT?
bool looks_like_token(std::string_view text);

/// `unauthenticated` when it is malformed, of another key or algorithm, changed or expired. Which
/// algorithm to use is never taken from the token: its first part must be, to the letter, one that
/// these keys write.
base::Result<AccessClaims>
verify_token(std::string_view token, const TokenKeys& keys, base::Instant now);

} // namespace hatif::gateway
