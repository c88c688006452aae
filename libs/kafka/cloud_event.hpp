#pragma once

#include "kafka/record.hpp"

#include "base/instant.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// CloudEvents 1.0 in Kafka's binary mode: what the event is stands in the record's headers, so
/// that a reader may route or skip it without parsing the payload.
namespace hatif::kafka {

struct CloudEvent {
    std::string id;
    std::string source; ///< "hatif-dialer/worker-1"
    std::string type;   ///< the message of the oneof: "hatif.dialer.v1.Answered"
    base::Instant time;
    std::string schema;        ///< the payload's message: "hatif.dialer.v1.CallEvent"
    std::string sequence{};    ///< empty: the topic numbers its events in the payload
    std::string traceparent{}; ///< empty: unknown
};

std::vector<Header> headers_of(const CloudEvent& event);

/// The event's place among all of its outbox: twenty digits of transaction, twenty of row, so that
/// texts compare as the numbers do. Rises per key; gaps are normal.
std::string outbox_sequence(std::uint64_t transaction, std::uint64_t row);

/// The names that the topics have.
inline constexpr std::string_view call_events_topic = "hatif.call-events.v1";
inline constexpr std::string_view execution_events_topic = "hatif.execution-events.v1";
inline constexpr std::string_view contact_events_topic = "hatif.contact-events.v1";

/// Where the records of a topic go that no reader can take.
std::string dead_letter_topic(std::string_view topic);

} // namespace hatif::kafka
