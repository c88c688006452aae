#pragma once

#include "kafka/complaint.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace hatif::pg {
class Pool;
}

namespace hatif::kafka {

struct RelayOptions {
    std::string brokers;
    std::string source; ///< ce_source: "hatif-program-scheduler"
    std::chrono::milliseconds idle{100};
    std::size_t batch_rows = 200; ///< of the outbox, each of up to pg::most_in_a_row events
    Complaint complain = [](const std::string&) {};
};

/// Moves a service's outbox (libs/pg) to Kafka, at least once and in order per key: reads in the
/// order of (xid, id) below the oldest transaction still running, sends, waits for the brokers,
/// deletes. An event that no broker takes (too large) must not hold up all behind it: it is
/// complained of, and its headers, with the reason and without the payload, go to the topic's dead
/// letters. Any number of replicas may run one; an advisory lock lets one work at a time.
///
/// It works on a thread of its own from construction to stop(), and goes on by itself when
/// PostgreSQL or Kafka come back.
class Relay {
public:
    Relay(RelayOptions options, pg::Pool& pool);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    void stop();

    /// How many events left.
    std::uint64_t relayed() const;
    bool flowing() const;

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace hatif::kafka
