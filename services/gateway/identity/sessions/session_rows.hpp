#pragma once

#include "base/result.hpp"
#include "gateway/identity/sessions/session.hpp"
#include "pg/transaction.hpp"

#include <vector>

/// SQL of sessions, and only SQL.
namespace hatif::gateway {

/// Also throws away those of the member that ended long ago.
base::Result<void> insert_session(pg::Transaction& transaction, const Session& session);

/// None: there is no such session.
base::Result<std::optional<Session>> lock_session(pg::Transaction& transaction,
                                                  const base::Uuid& id);

base::Result<void> update_session(pg::Transaction& transaction, const Session& session);

/// Those that run, the newest first.
base::Result<std::vector<Session>>
list_sessions(pg::Transaction& transaction, const MemberId& member, base::Instant now);

/// SESSION_NOT_FOUND unless it runs, and is of the organization and, if one is named, of the
/// member.
base::Result<void> end_session(pg::Transaction& transaction,
                               const base::OrganizationId& organization,
                               const std::optional<MemberId>& member,
                               const base::Uuid& id,
                               base::Instant now);

/// All of the member's but one.
base::Result<void> end_sessions(pg::Transaction& transaction,
                                const MemberId& member,
                                const std::optional<base::Uuid>& except,
                                base::Instant now);

} // namespace hatif::gateway
