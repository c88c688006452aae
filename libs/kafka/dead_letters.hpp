#pragma once

#include "kafka/complaint.hpp"
#include "kafka/consumer.hpp"
#include "kafka/producer.hpp"

#include "base/result.hpp"

#include <optional>
#include <string>

namespace hatif::kafka {

/// The record as it came, with where it stood and why it could not be taken in headers
/// `hatif-dead-letter-{reason,reader,topic,partition,offset}`.
Record dead_letter(const Received& record,
                   const std::string& topic,
                   const std::string& reader,
                   const std::string& reason);

/// The topic beside a topic, for what a reader cannot take. It is reached when the first such
/// record comes, which in a good life is never.
class DeadLetters {
public:
    DeadLetters(std::string brokers, std::string reader, std::string topic, Complaint complain);

    /// Writes the batch's rejected records and waits until Kafka has them.
    base::Result<void> bury(const Batch& batch);

private:
    const std::string brokers_;
    const std::string reader_;
    const std::string topic_;
    const Complaint complain_;
    std::optional<Producer> producer_;
};

} // namespace hatif::kafka
