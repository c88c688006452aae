#pragma once

#include "base/result.hpp"
#include "pg/pool.hpp"
#include "program_scheduler/leasing/lease.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <chrono>

/// What workers ask of the attempts that they hold: one transaction for each batch.
namespace hatif::program_scheduler {

/// May these calls start, now?
base::Result<program::v1::StartResponse>
start(pg::Pool& pool, const program::v1::StartRequest& request, std::chrono::seconds lease_time);

/// No INVITE left: back to ready.
base::Result<void> not_dialled(pg::Pool& pool, const program::v1::NotDialledRequest& request);

/// Each by a full lease time.
base::Result<program::v1::RenewResponse>
renew(pg::Pool& pool, const program::v1::RenewRequest& request, std::chrono::seconds lease_time);

} // namespace hatif::program_scheduler
