#pragma once

#include "kafka/complaint.hpp"
#include "kafka/record.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace hatif::kafka {

struct ProducerOptions {
    std::string brokers;
    std::string client_id;
    std::chrono::milliseconds linger{20};
    std::size_t buffered_records = 100'000;
    /// A record that was given up takes all behind it along, so that none arrives out of order; the
    /// producer is dead after it. For a sender that keeps its records elsewhere, like the relay.
    bool gapless = false;
    /// Who calls `poll` hears there what became of the records. Else a thread of its own does: it
    /// wakes for every batch, and frees what another thread has made, which costs both.
    bool polled_by_owner = false;
    Complaint complain = [](const std::string&) {};
    /// The producer is dead. Called once, on the thread that polls.
    std::function<void()> on_death = [] {};
};

/// What became of a record that was offered.
enum class Offer {
    taken,
    later,   ///< not now: the buffer is full, the topic is not known yet, or the producer is dead
    refused, ///< never: no broker takes such a record (too large, not valid)
};

/// Sends records: idempotent, acknowledged by all replicas, in order per key. While Kafka is away
/// they wait in the buffer and go on when it is back; no record is given up for its age.
///
/// Threads: any may call, at once.
class Producer {
public:
    /// Throws std::runtime_error when the options make no client.
    explicit Producer(ProducerOptions options);
    /// What was not flushed is lost.
    ~Producer();
    Producer(const Producer&) = delete;
    Producer& operator=(const Producer&) = delete;

    /// Called once the record is acknowledged, on the thread that polls or flushes; never for one
    /// that is given up or was not taken.
    using Delivered = std::function<void()>;

    Offer offer(const Record& record, const Delivered& delivered = {});

    /// True: taken.
    bool send(const Record& record) { return offer(record) == Offer::taken; }

    /// Hears what became of records since; does not wait. For the owner that polls.
    void poll();

    /// How many more records the buffer takes. Who must not lose events begins nothing new when
    /// this is low.
    std::size_t room() const;
    std::size_t capacity() const;

    /// Waits until all is acknowledged; false when the time is over first, or the producer is dead.
    bool flush(std::chrono::milliseconds patience);

    /// Records not yet acknowledged.
    std::size_t outstanding() const;
    std::uint64_t delivered() const;
    /// Records given up for good: rejected by the broker, or lost with a dead producer.
    std::uint64_t failed() const;
    /// Nothing will be sent any more; make a new one.
    bool dead() const;

private:
    struct Client;
    std::unique_ptr<Client> client_;
};

} // namespace hatif::kafka
