#pragma once

#include "base/result.hpp"
#include "program_scheduler/leasing/desk.hpp"
#include "program_scheduler/leasing/lease.hpp"
#include "program_scheduler/leasing/plain_start.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <functional>
#include <set>
#include <vector>

/// What workers ask of the attempts that they hold: one transaction for each batch.
namespace hatif::program_scheduler {

/// May these calls start, now?
base::Result<program::v1::StartResponse> start(const Desk& desk,
                                               const program::v1::StartRequest& request);

/// start_plain in a transaction, maybe with what others ask for.
using PlainStart = std::function<base::Result<std::set<Epoch>>(std::vector<Epoch>)>;

/// The same by another way to start those that are as most are.
base::Result<program::v1::StartResponse>
start(const Desk& desk, const program::v1::StartRequest& request, const PlainStart& plainly);

/// No INVITE left: back to ready.
base::Result<void> not_dialled(const Desk& desk, const program::v1::NotDialledRequest& request);

/// Each by a full lease time.
base::Result<program::v1::RenewResponse> renew(const Desk& desk,
                                               const program::v1::RenewRequest& request);

} // namespace hatif::program_scheduler
