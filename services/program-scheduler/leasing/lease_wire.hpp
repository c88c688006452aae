#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/leasing/terms.hpp"

#include <hatif/contact/v1/membership_service.pb.h>
#include <hatif/program/v1/lease_service.pb.h>

#include <vector>

/// Leases as workers get them.
namespace hatif::program_scheduler {

/// `callee` is whoever is on the other side: empty for a caller whom nobody knows.
program::v1::Lease
to_wire(const Claimed& claimed, const Terms& terms, const contact::v1::Callee& callee);

/// Tells each lease the dictionaries that its flow versions speak with; and the flows that it goes
/// on with, where an execution has not named them. One question for all.
base::Result<void> add_needs(pg::Transaction& transaction, std::vector<program::v1::Lease>& leases);

} // namespace hatif::program_scheduler
