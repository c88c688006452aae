#pragma once

#include "base/instant.hpp"
#include "program_scheduler/bench/database.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

/// The topic of call-events, and the consumer that hands it to take_call_events.
class Topic {
public:
    static constexpr std::size_t partitions = 4;

    /// Told to Kafka now; the consumer may see it later.
    void produce(const std::string& job, std::string payload, base::Instant seen_from);

    /// How far it goes now, by partition.
    std::vector<std::int64_t> ends() const;

    /// Hands on what may be seen by now. `fails_first`: once in vain, the transaction is rolled
    /// back and the batch comes again. True: there was something.
    bool consume(Database& database, bool fails_first);

    /// Nothing is left to be consumed.
    bool drained() const;

    /// When the next record may be seen; none: all were.
    std::optional<base::Instant> next_seen() const;

private:
    struct Record {
        std::string key;
        std::string payload;
        base::Instant seen_from;
    };
    std::array<std::vector<Record>, partitions> records_{};
    std::array<std::size_t, partitions> consumed_{};
};

} // namespace hatif::program_scheduler::bench
