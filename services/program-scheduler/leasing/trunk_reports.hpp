#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <set>
#include <string>

/// What workers say of trunks, and which of them registers where.
namespace hatif::program_scheduler {

/// Keeps the worker's word on each; those that are gone since are ignored.
base::Result<void> report_trunks(pg::Transaction& transaction,
                                 const program::v1::ReportTrunksRequest& request);

/// The trunks whose registration is this worker's to keep, for 15 s from now on. Those that nobody
/// keeps any more become its own.
base::Result<std::set<base::Uuid>> take_registrations(pg::Transaction& transaction,
                                                      const std::string& worker);

} // namespace hatif::program_scheduler
