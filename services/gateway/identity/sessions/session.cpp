#include "gateway/identity/sessions/session.hpp"

#include "base/base64.hpp"
#include "gateway/identity/keys/api_key.hpp"

#include <algorithm>

namespace hatif::gateway {

namespace {

constexpr std::string_view purpose = "refresh token";
constexpr std::string_view prefix = "hatif_refresh_";
constexpr std::size_t id_bytes = 16;
constexpr std::size_t count_bytes = 4;
constexpr std::size_t random_part = 16;
constexpr std::size_t said_bytes = id_bytes + count_bytes + random_part;

} // namespace

RefreshToken
new_refresh_token(const base::Uuid& session, std::uint32_t generation, const TokenKeys& keys) {
    std::string said(session.bytes().begin(), session.bytes().end());
    for (int shift = 24; shift >= 0; shift -= 8) {
        said += static_cast<char>((generation >> shift) & 0xff);
    }
    said += random_bytes(random_part);
    return {session, generation,
            std::string{prefix} + base::to_base64url(said + keys.mac(purpose, said))};
}

std::optional<RefreshToken> read_refresh_token(std::string_view text, const TokenKeys& keys) {
    if (!text.starts_with(prefix)) return std::nullopt;
    const auto bytes = base::from_base64url(text.substr(prefix.size()));
    // Only as we write it: the last character has bits that say nothing.
    const bool is_ours = bytes && bytes->size() > said_bytes &&
                         base::to_base64url(*bytes) == text.substr(prefix.size());
    if (!is_ours) return std::nullopt;
    const auto said = bytes->substr(0, said_bytes);
    if (!keys.made(purpose, said, bytes->substr(said_bytes))) return std::nullopt;
    base::Uuid::Bytes id{};
    std::copy_n(said.begin(), id_bytes, id.begin());
    std::uint32_t generation = 0;
    for (const char byte : said.substr(id_bytes, count_bytes)) {
        generation = generation << 8 | static_cast<unsigned char>(byte);
    }
    return RefreshToken{base::Uuid{id}, generation, std::string{text}};
}

Refreshing judge(const Session& session, const RefreshToken& shown, base::Instant now) {
    if (session.ended_at) return Refreshing::ended;
    if (session.expires_at <= now) return Refreshing::expired;
    // Two may have asked at once, and each have a token of this count.
    if (shown.generation == session.generation) return Refreshing::granted;
    const bool was_lost = shown.generation + 1 == session.generation &&
                          now - session.refreshed_at <= lost_answer_grace;
    return was_lost ? Refreshing::granted : Refreshing::stolen;
}

} // namespace hatif::gateway
