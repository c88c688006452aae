#pragma once

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "pg/pool.hpp"

#include <string>

namespace hatif::contact {

/// Reads hatif.execution-events.v1 into engagement, from construction to destruction. Nothing else
/// waits for it: while Kafka is away, contacts and audiences are served as ever.
class EngagementReader {
public:
    /// `listen`: where this replica serves, which tells it from the others.
    EngagementReader(const std::string& brokers,
                     const std::string& listen,
                     pg::Pool& pool,
                     const base::Clock& clock,
                     const kafka::Complaint& complain);

private:
    kafka::Consumer consumer_;
};

} // namespace hatif::contact
