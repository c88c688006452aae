#pragma once

#include "base/result.hpp"
#include "kafka/consumer.hpp"
#include "pg/transaction.hpp"

namespace hatif::reporting {

/// Stores what a batch of hatif.call-events.v1 tells: set-based, in the consumer's transaction.
base::Result<void> take_call_events(kafka::Batch& batch, pg::Transaction& transaction);

/// The same for hatif.execution-events.v1.
base::Result<void> take_execution_events(kafka::Batch& batch, pg::Transaction& transaction);

} // namespace hatif::reporting
