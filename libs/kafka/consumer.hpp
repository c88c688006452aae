#pragma once

#include "kafka/complaint.hpp"
#include "kafka/record.hpp"

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hatif::pg {
class Pool;
class Transaction;
} // namespace hatif::pg

namespace hatif::kafka {

/// Some records of one topic, in order per partition.
class Batch {
public:
    struct Rejection {
        std::size_t index;
        std::string reason;
    };

    explicit Batch(std::vector<Received> records) : records_{std::move(records)} {}

    const std::vector<Received>& records() const { return records_; }

    /// This record can never be taken (it does not parse): it goes to the topic's dead letters with
    /// the reason in its headers, and the rest of the batch goes on without it.
    void reject(std::size_t index, std::string reason) {
        rejections_.push_back({index, std::move(reason)});
    }
    const std::vector<Rejection>& rejections() const { return rejections_; }

private:
    std::vector<Received> records_;
    std::vector<Rejection> rejections_;
};

/// Writes what follows from the batch in the transaction, which also moves the offsets; the
/// consumer commits. An error rolls all of it back; the records come again.
using Handler = std::function<base::Result<void>(Batch&, pg::Transaction&)>;

/// A name for the replica that listens there: "host/127.0.0.1:20085".
std::string instance_at(const std::string& listen);

struct ConsumerOptions {
    std::string brokers;
    std::string group; ///< "reporting"
    std::string topic;
    /// Who this replica is in the group, over its restarts: instance_at(). One that comes back has
    /// its partitions again at once; without it, only when the group has given up who it was (6 s).
    std::string instance{};
    std::size_t batch_records = 1000;
    std::chrono::milliseconds batch_wait{50};
    Complaint complain = [](const std::string&) {};
};

/// Reads a topic into PostgreSQL, each record once: the offsets are rows of the same transaction
/// (consumer_offsets.hpp). On assignment it starts where they say, or at the topic's beginning; a
/// replica that lost a partition without knowing is fenced by them. Whatever goes wrong, it drops
/// what it holds, waits (100 ms to 5 s), asks PostgreSQL where it stands and starts there again.
///
/// A batch that fails by its content (not because a part is down) is halved, down to the one record
/// that cannot be taken; that one goes to the dead letters after three tries.
///
/// It works on a thread of its own from construction to stop().
class Consumer {
public:
    /// Throws std::runtime_error when the options make no client.
    Consumer(ConsumerOptions options, pg::Pool& pool, Handler handler);
    ~Consumer();
    Consumer(const Consumer&) = delete;
    Consumer& operator=(const Consumer&) = delete;

    /// Ends after the batch in hand; leaves the group.
    void stop();

    std::uint64_t consumed() const; ///< records, committed
    std::uint64_t dead_letters() const;
    /// False while a part that it needs is away.
    bool flowing() const;

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace hatif::kafka
