#pragma once

#include "base/result.hpp"
#include "gateway/identity/keys/api_key.hpp"
#include "pg/transaction.hpp"

#include <vector>

/// SQL of API keys, and only SQL. Revoked ones are kept for their holders to be told so, and seen
/// by nobody else.
namespace hatif::gateway {

base::Result<void>
insert_key(pg::Transaction& transaction, const ApiKey& key, const std::string& hash);

/// API_KEY_NOT_FOUND. Locked: it can be changed by no other until the transaction's end.
base::Result<ApiKey> find_key(pg::Transaction& transaction,
                              const base::OrganizationId& organization,
                              const base::Uuid& id);
base::Result<ApiKey> lock_key(pg::Transaction& transaction,
                              const base::OrganizationId& organization,
                              const base::Uuid& id);

/// All of the organization, the newest first.
base::Result<std::vector<ApiKey>> list_keys(pg::Transaction& transaction,
                                            const base::OrganizationId& organization);

base::Result<void> update_key(pg::Transaction& transaction, const ApiKey& key);

/// API_KEY_NOT_FOUND.
base::Result<void> revoke_key(pg::Transaction& transaction,
                              const base::OrganizationId& organization,
                              const base::Uuid& id,
                              base::Instant now);

base::Result<void>
revoke_keys_of(pg::Transaction& transaction, const MemberId& member, base::Instant now);

} // namespace hatif::gateway
