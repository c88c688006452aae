#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "objects/object_store.hpp"
#include "pg/transaction.hpp"

#include <cstdint>
#include <vector>

/// What becomes of recordings with time. Any number of replicas may do so at once.
namespace hatif::reporting {

/// Those that began before and were never told of again are failed, `worker_lost`; answers how
/// many. Should one of them be saved after all, it counts as saved.
base::Result<std::int64_t> give_up_recordings(pg::Transaction& transaction, base::Instant before);

/// Some of the organization's that began before are deleted; answers how many.
base::Result<std::int64_t> expire_recordings(pg::Transaction& transaction,
                                             const base::Uuid& organization,
                                             base::Instant before,
                                             base::Instant now,
                                             std::int64_t at_most);

/// Takes the objects of some that were deleted out of the store; answers how many. What the store
/// does not let go now is added to `refused`, whose recordings are passed over: those behind them
/// have their turn. 0: there are none left, or a whole batch was refused, and the store is away.
base::Result<std::int64_t> remove_objects(pg::Transaction& transaction,
                                          objects::ObjectStore& objects,
                                          std::int64_t at_most,
                                          std::vector<base::Uuid>& refused);

/// The rows of those that were deleted before, and have nothing in the store, go.
base::Result<void> forget_deleted(pg::Transaction& transaction, base::Instant before);

} // namespace hatif::reporting
