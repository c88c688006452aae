#include "dialer/events/call_events.hpp"

#include "base/uuid.hpp"
#include "dialer/events/event_wire.hpp"
#include "kafka/cloud_event.hpp"
#include "observability/log.hpp"
#include "rpc/time.hpp"

namespace hatif::dialer {

CallEvents::CallEvents(kafka::Producer& producer,
                       const std::string& worker,
                       observability::Metrics& metrics)
    : producer_{producer}, source_{"hatif-dialer/" + worker},
      refused_{metrics.counter("hatif_dialer_events_refused_total",
                               "Events that Kafka takes never, and that are lost.")} {}

/// Nothing more is to be done for it: it was taken, or it never will be. The latter must not hold
/// up all behind it.
bool CallEvents::is_settled(const kafka::Record& record) {
    const auto offer = producer_.offer(record);
    if (offer == kafka::Offer::refused) {
        refused_.add();
        observability::log_error("an event is lost",
                                 {{"job", record.key}, {"bytes", record.payload.size()}});
    }
    return offer != kafka::Offer::later;
}

void CallEvents::publish(const dialer::v1::CallEvent& event) {
    const auto attempt = base::Uuid::parse(event.attempt_id()).value_or(base::Uuid{});
    kafka::CloudEvent about{
        // Of its attempt and place alone: what is published again is the same event.
        .id = base::Uuid::derived(attempt, event.sequence()).to_string(),
        .source = source_,
        .type = type_of(event),
        .time = rpc::from_wire(event.occurred_at()),
        .schema = event.GetDescriptor()->full_name(),
    };
    kafka::Record record{.topic = std::string{kafka::call_events_topic},
                         .key = event.job_id(),
                         .headers = kafka::headers_of(about),
                         .payload = event.SerializeAsString()};
    if (!waiting_.empty() || !is_settled(record)) waiting_.push_back(std::move(record));
}

void CallEvents::retry() {
    while (!waiting_.empty() && is_settled(waiting_.front())) waiting_.pop_front();
}

bool CallEvents::has_room() const {
    return !producer_.dead() && waiting_.empty() && producer_.room() > producer_.capacity() / 5;
}

} // namespace hatif::dialer
