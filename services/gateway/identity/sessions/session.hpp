#pragma once

#include "base/instant.hpp"
#include "gateway/identity/access/token_keys.hpp"
#include "gateway/identity/members/member.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::gateway {

/// A refresh token is good for one use. The session counts its uses:
///
///     the token is of      and it is shown                  what happens
///     the count of now     in time                          a new pair, the count rises
///     the count before     within 10 s of its first use     the same: its answer was lost
///     any earlier count    –                                stolen from someone: the session ends
///
/// Clients see one opaque word: session, count, random bytes, and a MAC over them, so that nobody
/// can end a session by a token of their own making.
struct RefreshToken {
    base::Uuid session;
    std::uint32_t generation = 0;
    std::string text;
};

RefreshToken
new_refresh_token(const base::Uuid& session, std::uint32_t generation, const TokenKeys& keys);

/// None: it is none of ours.
std::optional<RefreshToken> read_refresh_token(std::string_view text, const TokenKeys& keys);

constexpr auto session_lifetime = std::chrono::hours{24 * 30};
constexpr auto lost_answer_grace = std::chrono::seconds{10};

/// One login of one person, as kept.
struct Session {
    base::Uuid id;
    MemberId member;
    std::string address{};
    std::uint32_t generation = 0;
    base::Instant created_at;
    base::Instant refreshed_at;
    base::Instant expires_at;
    std::optional<base::Instant> ended_at{};
};

enum class Refreshing { granted, ended, expired, stolen };

/// What becomes of a token of this session.
Refreshing judge(const Session& session, const RefreshToken& shown, base::Instant now);

} // namespace hatif::gateway
