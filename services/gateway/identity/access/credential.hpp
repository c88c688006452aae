#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "http/message.hpp"

#include <string>

namespace hatif::gateway {

/// What a request proves itself by, well-formed and no more.
struct Credential {
    enum class Kind { api_key, session } kind = Kind::api_key;
    /// The key's SHA-256; the session's id as text.
    std::string what;

    /// Both in one text, for the cache; and back.
    std::string handle() const;
    static Credential of(const std::string& handle);
};

/// `Authorization: Bearer <API key or access token>` or `x-api-key: <API key>`. `unauthenticated`
/// when there is none, when it is malformed, or when it is an access token that is not ours or has
/// expired; each said.
base::Result<Credential>
read_credential(const http::Headers& headers, const TokenKeys& keys, base::Instant now);

} // namespace hatif::gateway
