#pragma once

#include "kafka/consumer.hpp"
#include "observability/health.hpp"
#include "observability/metrics.hpp"
#include "pg/pool.hpp"

#include <string>

namespace hatif::reporting {

/// Reads both topics into PostgreSQL, from construction to destruction.
class Readers {
public:
    /// `listen`: where this replica serves, which tells it from the others.
    Readers(const std::string& brokers,
            const std::string& listen,
            pg::Pool& pool,
            observability::Metrics& metrics,
            const kafka::Complaint& complain);

    /// Ready: both topics flow into PostgreSQL.
    observability::Checks checks() const;

private:
    pg::Pool& pool_;
    kafka::Consumer calls_;
    kafka::Consumer executions_;
};

} // namespace hatif::reporting
