#pragma once

#include "base/result.hpp"
#include "gateway/identity/members/member.hpp"
#include "pg/transaction.hpp"

#include <string>

/// SQL of members, and only SQL.
namespace hatif::gateway {

/// The columns that read_member reads.
extern const std::string member_columns;
Member read_member(const pg::Row& row);

/// MEMBER_NOT_FOUND.
base::Result<Member> find_member(pg::Transaction& transaction,
                                 const base::OrganizationId& organization,
                                 const base::Uuid& id);

base::Result<std::optional<Member>> find_member_by_email(pg::Transaction& transaction,
                                                         const std::string& email);

/// Makes the changes of an organization's admins one after the other; before anything is read.
base::Result<void> lock_admins(pg::Transaction& transaction,
                               const base::OrganizationId& organization);

/// Is there an acting admin besides this one?
base::Result<bool> has_other_admin(pg::Transaction& transaction, const Member& member);

/// MEMBER_ALREADY_EXISTS.
base::Result<void> insert_member(pg::Transaction& transaction, const Member& member);
base::Result<void> update_member(pg::Transaction& transaction, const Member& member);

/// With the sessions.
base::Result<void> delete_member(pg::Transaction& transaction, const MemberId& id);

} // namespace hatif::gateway
