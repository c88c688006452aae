#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "gateway/identity/keys/api_key.hpp"
#include "rpc/caller.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hatif::gateway {

/// One person of an organization, as kept.
struct Member {
    MemberId id;
    base::OrganizationId organization;
    std::string email{};
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    std::optional<std::string> phone{};
    rpc::Role role = rpc::Role::agent;
    std::optional<std::string> password_hash{}; ///< none: cannot log in
    bool is_email_verified = false;
    std::optional<base::Instant> last_login_at{};
    base::Instant created_at;
    base::Instant updated_at;
};

/// An admin who can log in: of these an organization that has one keeps one.
bool is_acting_admin(const Member& member);

/// Something, one @, a host with a dot; no spaces, at most 254 characters.
bool is_email(std::string_view text);

/// The same for all spellings that differ in upper and lower case only.
std::string email_key(std::string_view email);

} // namespace hatif::gateway
