#include "dialer/events/call_events.hpp"

#include "base/uuid.hpp"
#include "dialer/events/event_wire.hpp"
#include "kafka/cloud_event.hpp"
#include "observability/log.hpp"
#include "rpc/time.hpp"

#include <algorithm>
#include <string_view>

namespace hatif::dialer {

namespace {

/// The place of a header whose value each event has for itself.
std::string& value_of(kafka::Record& record, std::string_view name) {
    return std::ranges::find(record.headers, name, &kafka::Header::name)->value;
}

} // namespace

CallEvents::CallEvents(kafka::Producer& producer,
                       const std::string& worker,
                       observability::Metrics& metrics)
    : producer_{producer}, record_{.topic = std::string{kafka::call_events_topic},
                                   .key = {},
                                   .headers = kafka::headers_of(
                                       {.id = {},
                                        .source = "hatif-dialer/" + worker,
                                        .type = {},
                                        .time = {},
                                        .schema =
                                            dialer::v1::CallEvent::descriptor()->full_name()}),
                                   .payload = {}},
      refused_{metrics.counter("hatif_dialer_events_refused_total",
                               "Events that Kafka takes never, and that are lost.")} {}

/// Nothing more is to be done for it: it was taken, or it never will be. The latter must not hold
/// up all behind it.
bool CallEvents::is_settled(const kafka::Record& record, const Delivered& delivered) {
    const auto offer = producer_.offer(record, delivered);
    if (offer == kafka::Offer::refused) {
        refused_.add();
        observability::log_error("an event is lost",
                                 {{"job", record.key}, {"bytes", record.payload.size()}});
    }
    return offer != kafka::Offer::later;
}

void CallEvents::publish(const dialer::v1::CallEvent& event, const Delivered& delivered) {
    const auto attempt = base::Uuid::parse(event.attempt_id()).value_or(base::Uuid{});
    // Of its attempt and place alone: what is published again is the same event.
    value_of(record_, "ce_id") = base::Uuid::derived(attempt, event.sequence()).to_string();
    value_of(record_, "ce_type") = type_of(event);
    value_of(record_, "ce_time") = base::to_iso8601(rpc::from_wire(event.occurred_at()));
    record_.key = event.job_id();
    event.SerializeToString(&record_.payload);
    if (!waiting_.empty() || !is_settled(record_, delivered)) {
        waiting_.push_back({record_, delivered});
    }
}

void CallEvents::retry() {
    producer_.poll();
    while (!waiting_.empty() && is_settled(waiting_.front().record, waiting_.front().delivered)) {
        waiting_.pop_front();
    }
}

bool CallEvents::has_room() const {
    return !producer_.dead() && waiting_.empty() && producer_.room() > producer_.capacity() / 5;
}

} // namespace hatif::dialer
