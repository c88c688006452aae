#include "kafka/cloud_event.hpp"

#include <utility>

namespace hatif::kafka {

namespace {

std::string twenty_digits(std::uint64_t number) {
    const auto digits = std::to_string(number);
    return std::string(20 - digits.size(), '0') + digits;
}

} // namespace

std::vector<Header> headers_of(const CloudEvent& event) {
    std::vector<Header> headers{
        {"content-type", "application/protobuf"},
        {"ce_specversion", "1.0"},
        {"ce_id", event.id},
        {"ce_source", event.source},
        {"ce_type", event.type},
        {"ce_time", base::to_iso8601(event.time)},
        {"ce_dataschema", event.schema},
    };
    if (!event.sequence.empty()) headers.push_back({"ce_sequence", event.sequence});
    if (!event.traceparent.empty()) headers.push_back({"ce_traceparent", event.traceparent});
    return headers;
}

std::string outbox_sequence(std::uint64_t transaction, std::uint64_t row) {
    return twenty_digits(transaction) + "." + twenty_digits(row);
}

std::string dead_letter_topic(std::string_view topic) {
    return std::string{topic} + ".dead-letter";
}

} // namespace hatif::kafka
