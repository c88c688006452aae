#include "gateway/identity/access/credential.hpp"

#include "base/text.hpp"
#include "gateway/identity/access/access_token.hpp"
#include "gateway/identity/keys/api_key.hpp"

#include <algorithm>

namespace hatif::gateway {

namespace {

tl::unexpected<base::Error> refused(std::string what) {
    return base::fail(base::Errc::unauthenticated, std::move(what), "UNAUTHORIZED");
}

bool is_bearer(std::string_view scheme) {
    constexpr std::string_view wanted = "bearer";
    return std::ranges::equal(scheme, wanted, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
}

base::Result<Credential> read_api_key(std::string_view text) {
    if (!is_api_key(text)) return refused("the API key is malformed");
    return Credential{Credential::Kind::api_key, hash_of(text)};
}

base::Result<Credential>
read_bearer(std::string_view text, const TokenKeys& keys, base::Instant now) {
    if (is_api_key(text) || !looks_like_token(text)) return read_api_key(text);
    const auto claims = verify_token(text, keys, now);
    if (!claims) return base::fail(claims.error());
    return Credential{Credential::Kind::session, claims->session.to_string()};
}

} // namespace

std::string Credential::handle() const {
    return (kind == Kind::api_key ? 'k' : 's') + what;
}

Credential Credential::of(const std::string& handle) {
    return {handle.starts_with('k') ? Kind::api_key : Kind::session, handle.substr(1)};
}

base::Result<Credential>
read_credential(const http::Headers& headers, const TokenKeys& keys, base::Instant now) {
    if (const auto authorization = headers.find("Authorization")) {
        const auto value = base::trimmed(*authorization);
        const auto space = value.find(' ');
        if (!is_bearer(value.substr(0, space)) || space == std::string_view::npos) {
            return refused("the Authorization header is malformed: it must be Bearer <api key>");
        }
        return read_bearer(base::trimmed(value.substr(space)), keys, now);
    }
    if (const auto plain = headers.find("x-api-key")) return read_api_key(base::trimmed(*plain));
    return refused("the API key is missing");
}

} // namespace hatif::gateway
