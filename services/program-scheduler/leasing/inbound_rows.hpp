#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <chrono>
#include <optional>
#include <string>

/// Calls that come, in PostgreSQL: SQL, and only SQL.
namespace hatif::program_scheduler {

/// The trunk that a call came by, and the INVITE's Call-ID: what makes a repeat known.
struct InboundKey {
    base::TrunkId trunk;
    std::string call_id;
};

/// One transaction at a time asks for this call.
base::Result<void> take_turn(pg::Transaction& transaction, const InboundKey& key);

/// What was answered to this call before, as long as it is alive: it is this worker's from now on.
base::Result<std::optional<program::v1::Lease>> known_lease(pg::Transaction& transaction,
                                                            const InboundKey& key,
                                                            const std::string& worker,
                                                            std::chrono::seconds lease_time);

/// One more call of this organization, number and trunk: their bounds are locked. Answers whether
/// there is room for it.
base::Result<bool> take_room(pg::Transaction& transaction, const Lease& lease);

/// A job of the lease's line with its first attempt, held and started. Its terms are there already.
base::Result<void>
insert_inbound(pg::Transaction& transaction, const Lease& lease, std::chrono::seconds lease_time);

/// What was answered, for an hour.
base::Result<void> remember(pg::Transaction& transaction,
                            const InboundKey& key,
                            const Lease& lease,
                            const program::v1::Lease& wire);

/// What the organization's last program was launched with; its calls ask for no currency
/// themselves.
base::Result<std::string> currency_of(pg::Transaction& transaction,
                                      const base::OrganizationId& organization);

} // namespace hatif::program_scheduler
