#pragma once

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "pg/pool.hpp"

#include <string>

namespace hatif::contact {

/// Reads hatif.execution-events.v1 into engagement and hatif.call-events.v1 for those who opt out,
/// from construction to destruction. Nothing else waits for them: while Kafka is away, contacts and
/// audiences are served as ever.
class TopicReaders {
public:
    /// `listen`: where this replica serves, which tells it from the others.
    TopicReaders(const std::string& brokers,
                 const std::string& listen,
                 pg::Pool& pool,
                 const base::Clock& clock,
                 const kafka::Complaint& complain);

private:
    kafka::Consumer engagement_;
    kafka::Consumer opt_outs_;
};

} // namespace hatif::contact
