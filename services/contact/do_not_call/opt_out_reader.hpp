#pragma once

#include "base/clock.hpp"
#include "kafka/consumer.hpp"
#include "pg/pool.hpp"

#include <string>

namespace hatif::contact {

/// Reads hatif.call-events.v1 for those who opt out, from construction to destruction. Nothing else
/// waits for it.
class OptOutReader {
public:
    /// `listen`: where this replica serves, which tells it from the others.
    OptOutReader(const std::string& brokers,
                 const std::string& listen,
                 pg::Pool& pool,
                 const base::Clock& clock,
                 const kafka::Complaint& complain);

private:
    kafka::Consumer consumer_;
};

} // namespace hatif::contact
