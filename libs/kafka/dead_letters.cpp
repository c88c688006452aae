#include "kafka/dead_letters.hpp"

#include "kafka/cloud_event.hpp"

#include <utility>

namespace hatif::kafka {

// Less than PostgreSQL's patience with an idle transaction: it is open meanwhile.
constexpr std::chrono::milliseconds patience{1500};

Record dead_letter(const Received& record,
                   const std::string& topic,
                   const std::string& reader,
                   const std::string& reason) {
    Record letter{.topic = dead_letter_topic(topic),
                  .key = std::string{record.key},
                  .headers = record.headers,
                  .payload = std::string{record.payload}};
    letter.headers.push_back({"hatif-dead-letter-reason", reason});
    letter.headers.push_back({"hatif-dead-letter-reader", reader});
    letter.headers.push_back({"hatif-dead-letter-topic", topic});
    letter.headers.push_back({"hatif-dead-letter-partition", std::to_string(record.partition)});
    letter.headers.push_back({"hatif-dead-letter-offset", std::to_string(record.offset)});
    return letter;
}

DeadLetters::DeadLetters(std::string brokers,
                         std::string reader,
                         std::string topic,
                         Complaint complain)
    : brokers_{std::move(brokers)}, reader_{std::move(reader)}, topic_{std::move(topic)},
      complain_{std::move(complain)} {}

base::Result<void> DeadLetters::bury(const Batch& batch) {
    if (batch.rejections().empty()) return {};
    if (!producer_ || producer_->dead()) {
        producer_.emplace(ProducerOptions{
            .brokers = brokers_, .client_id = reader_ + "-dead-letters", .complain = complain_});
    }
    const auto failed_before = producer_->failed();
    for (const auto& it : batch.rejections()) {
        complain_(topic_ + ": a record goes to the dead letters: " + it.reason);
        if (!producer_->send(
                dead_letter(batch.records().at(it.index), topic_, reader_, it.reason))) {
            return base::fail(base::Errc::unavailable, "the dead letters take no more");
        }
    }
    if (!producer_->flush(patience) || producer_->failed() != failed_before) {
        return base::fail(base::Errc::unavailable, "the dead letters were not acknowledged");
    }
    return {};
}

} // namespace hatif::kafka
