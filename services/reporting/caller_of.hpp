#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "rpc/caller.hpp"

#include <string>

/// What every request begins with: whose it is, and what it is about.
namespace hatif::reporting {

/// FORBIDDEN for a key of the platform.
inline base::Result<base::OrganizationId> organization_of(const rpc::Caller& caller) {
    if (caller.organization) return *caller.organization;
    return base::fail(base::Errc::forbidden, "the key belongs to no organization", "FORBIDDEN");
}

/// An id that is no uuid belongs to nothing: `reason`.
inline base::Result<base::Uuid>
id_of(const std::string& text, const char* what, const char* reason) {
    if (const auto id = base::Uuid::parse(text)) return *id;
    return base::fail(base::Errc::not_found, std::string{"there is no "} + what + " " + text,
                      reason);
}

} // namespace hatif::reporting
