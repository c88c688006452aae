#pragma once

#include "base/instant.hpp"
#include "kafka/consumer.hpp"
#include "pg/transaction.hpp"

namespace hatif::contact {

/// Puts the numbers of those who opted out in a call on their organization's do-not-call list, for
/// good, in the consumer's transaction, and announces it. Told again, it changes nothing, even when
/// the number was taken off the list since; told late, it counts all the same.
base::Result<void>
take_call_events(kafka::Batch& batch, pg::Transaction& transaction, base::Instant now);

} // namespace hatif::contact
