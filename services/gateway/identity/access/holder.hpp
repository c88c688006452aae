#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "rpc/caller.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::gateway {

/// How many requests per second, with a burst of the same.
struct Rates {
    std::uint32_t reads = 100;
    std::uint32_t writes = 10;
};

/// Whom a credential stands for: one API key, or a person by one of their sessions.
struct Holder {
    std::string principal; ///< "key:<id>", "user:<member id>"
    base::Uuid counted_as; ///< whose requests are limited together: the key, the member
    rpc::Role role = rpc::Role::none;
    std::optional<base::OrganizationId> organization; ///< none: a key of the platform
    bool organization_active = true;
    rpc::OrganizationSettings settings;
    Rates rates;
    std::optional<base::Instant> expires_at;
    std::optional<base::Instant> revoked_at;
    std::optional<base::Uuid> session;
};

} // namespace hatif::gateway
