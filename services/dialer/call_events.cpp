#include "dialer/call_events.hpp"

#include "base/uuid.hpp"
#include "dialer/event_wire.hpp"
#include "kafka/cloud_event.hpp"
#include "rpc/time.hpp"

namespace hatif::dialer {

CallEvents::CallEvents(kafka::Producer& producer, const std::string& worker)
    : producer_{producer}, source_{"hatif-dialer/" + worker} {}

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
    if (!waiting_.empty() || !producer_.send(record)) waiting_.push_back(std::move(record));
}

void CallEvents::retry() {
    while (!waiting_.empty() && producer_.send(waiting_.front())) waiting_.pop_front();
}

bool CallEvents::has_room() const {
    return waiting_.empty() && producer_.room() > producer_.capacity() / 5;
}

} // namespace hatif::dialer
