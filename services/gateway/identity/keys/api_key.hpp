#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "rpc/caller.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hatif::gateway {

using ApiKeyId = base::Strong<base::Uuid, struct ApiKeyIdTag>;
using MemberId = base::Strong<base::Uuid, struct MemberIdTag>;

/// One key, as it is kept.
struct ApiKey {
    ApiKeyId id;
    std::optional<base::OrganizationId> organization; ///< none: a key of the platform
    std::string name;
    std::string prefix;
    std::string shown_part;
    rpc::Role role = rpc::Role::agent;
    std::optional<base::Instant> expires_at{};
    std::optional<std::string> environment{};
    std::optional<std::string> integration{};
    std::optional<MemberId> member{};
    std::optional<base::Instant> last_used_at{};
    base::Instant created_at;
    base::Instant updated_at;
};

constexpr std::string_view organization_prefix = "hatif_key";
constexpr std::string_view platform_prefix = "hatif_platform";

/// May a key's secret begin with it? 2 to 32 of a-z, A-Z, 0-9, "_" and "-", a letter first.
bool is_prefix(std::string_view text);

/// The text that proves who calls: the prefix, "_" and 64 random hexadecimal characters. Only its
/// SHA-256 is kept.
std::string new_secret(std::string_view prefix);

bool is_api_key(std::string_view text);

/// SHA-256 of the whole text, 32 bytes.
std::string hash_of(std::string_view secret);

/// What may be shown of it to recognise it by: "hatif_key_0192f3".
std::string shown_part_of(std::string_view secret);

} // namespace hatif::gateway
