#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "kafka/consumer.hpp"
#include "pg/transaction.hpp"

namespace hatif::program_scheduler {

/// Takes a batch of call-events: answers are noted, finished attempts end. Both hold for leases
/// that are still there only, so that a redelivered event changes nothing.
base::Result<void>
take_call_events(const base::Clock& clock, kafka::Batch& batch, pg::Transaction& transaction);

} // namespace hatif::program_scheduler
