#pragma once

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "pg/transaction.hpp"

namespace hatif::contact {

/// Stores what a batch of hatif.execution-events.v1 tells of the people called, in the consumer's
/// transaction. A phone that turns unreachable, or is reached again, is announced as
/// contact_updated.
base::Result<void>
take_execution_events(kafka::Batch& batch, pg::Transaction& transaction, base::Instant now);

} // namespace hatif::contact
