#pragma once

#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "program_scheduler/calls/call_request.hpp"
#include "program_scheduler/content/attributes.hpp"
#include "rpc/caller.hpp"

/// Single calls are asked for and taken back here; leasing knows the rest of their life.
namespace hatif::program_scheduler {

struct MadeCall {
    base::JobId job;
    base::AttemptId first_attempt;
};

/// Puts the call into the queue and announces it. That the contact exists is the caller's to know.
/// FLOW_NOT_FOUND, FLOW_INVALID, DID_NOT_ACCESSIBLE, DID_NOT_ACTIVE.
base::Result<MadeCall> make_call(pg::Transaction& transaction,
                                 const Attributes& attributes,
                                 const rpc::Caller& caller,
                                 const CallRequest& request,
                                 base::Instant now);

/// Takes the call back: no attempt of it starts any more. One that has started finishes (`active`);
/// one that waits is skipped (`failed`). JOB_NOT_FOUND, JOB_STATUS_CONFLICT.
base::Result<program::v1::CallStatus> cancel_call(pg::Transaction& transaction,
                                                  const base::OrganizationId& organization,
                                                  const base::JobId& job,
                                                  base::Instant now);

} // namespace hatif::program_scheduler
