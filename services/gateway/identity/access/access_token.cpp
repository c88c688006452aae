#include "gateway/identity/access/access_token.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "digest/digest.hpp"

#include <simdjson.h>

#include <algorithm>

namespace hatif::gateway {

namespace {

using base::Errc;

constexpr std::string_view purpose = "access token";
constexpr std::size_t most_characters = 2'048;

tl::unexpected<base::Error> refused(std::string what) {
    return base::fail(Errc::unauthenticated, std::move(what), "UNAUTHORIZED");
}

std::string header_of(const std::string& key_id) {
    std::string json = R"({"alg":"HS256","kid":)";
    base::append_json_string(json, key_id);
    return base::to_base64url(json + R"(,"typ":"JWT"})");
}

std::int64_t seconds_of(base::Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

base::Instant instant_of(std::int64_t seconds) {
    return base::Instant{std::chrono::seconds{seconds}};
}

std::optional<AccessClaims> claims_in(const std::string& json) {
    simdjson::dom::parser parser;
    simdjson::dom::element claims;
    std::string_view issuer;
    std::string_view session;
    std::string_view member;
    std::int64_t issued = 0;
    std::int64_t expires = 0;
    const bool read = parser.parse(json).get(claims) == simdjson::SUCCESS &&
                      claims["iss"].get(issuer) == simdjson::SUCCESS && issuer == "hatif" &&
                      claims["sid"].get(session) == simdjson::SUCCESS &&
                      claims["sub"].get(member) == simdjson::SUCCESS &&
                      claims["iat"].get(issued) == simdjson::SUCCESS &&
                      claims["exp"].get(expires) == simdjson::SUCCESS;
    if (!read) return std::nullopt;
    const auto session_id = base::Uuid::parse(session);
    const auto member_id = base::Uuid::parse(member);
    if (!session_id || !member_id) return std::nullopt;
    return AccessClaims{*session_id, *member_id, instant_of(issued), instant_of(expires)};
}

} // namespace

std::string sign(const AccessClaims& claims, const TokenKeys& keys) {
    const auto json = R"({"iss":"hatif","sub":")" + claims.member.to_string() + R"(","sid":")" +
                      claims.session.to_string() + R"(","iat":)" +
                      std::to_string(seconds_of(claims.issued_at)) + R"(,"exp":)" +
                      std::to_string(seconds_of(claims.expires_at)) + "}";
    const auto signed_part = header_of(keys.ids().front()) + "." + base::to_base64url(json);
    return signed_part + "." + base::to_base64url(keys.mac(purpose, signed_part));
}

bool looks_like_token(std::string_view text) {
    return text.size() <= most_characters && std::ranges::count(text, '.') == 2;
}

base::Result<AccessClaims>
verify_token(std::string_view token, const TokenKeys& keys, base::Instant now) {
    if (!looks_like_token(token)) return refused("the access token is malformed");
    const auto header = token.substr(0, token.find('.'));
    const auto signed_part = token.substr(0, token.rfind('.'));
    const auto body = signed_part.substr(header.size() + 1);
    const auto ids = keys.ids();
    const auto id = std::ranges::find_if(
        ids, [&](const std::string& each) { return header_of(each) == header; });
    if (id == ids.end()) return refused("the access token is not one of ours");
    const auto mac = keys.mac_by(*id, purpose, signed_part);
    const auto shown = token.substr(signed_part.size() + 1);
    if (!digest::equal_in_constant_time(base::to_base64url(*mac), shown)) {
        return refused("the access token's signature does not match");
    }
    const auto json = base::from_base64url(body);
    const auto claims = json ? claims_in(*json) : std::nullopt;
    if (!claims) return refused("the access token is malformed");
    if (claims->expires_at <= now) {
        return refused("the access token has expired: ask for a new one with the refresh token");
    }
    return *claims;
}

} // namespace hatif::gateway
