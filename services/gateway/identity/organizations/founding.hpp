#pragma once

#include "base/result.hpp"
#include "gateway/identity/members/member.hpp"
#include "gateway/identity/organizations/organization.hpp"
#include "pg/transaction.hpp"

namespace hatif::gateway {

/// Keeps a new organization under a slug that no other has, with its first admin if there is one.
/// MEMBER_ALREADY_EXISTS.
base::Result<Organization>
found(pg::Transaction& transaction, Organization organization, const std::optional<Member>& admin);

/// Its first key, of the role admin, without a secret yet.
ApiKey first_key_of(const Organization& organization, base::Instant now);

} // namespace hatif::gateway
