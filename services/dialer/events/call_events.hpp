#pragma once

#include "hatif/dialer/v1/call_events.pb.h"
#include "kafka/producer.hpp"
#include "observability/metrics.hpp"

#include <deque>
#include <string>

namespace hatif::dialer {

/// The worker's events on hatif.call-events.v1, in the order in which they are told. What the
/// producer does not take waits here: an event of a call that runs is never dropped, but for one
/// that no broker takes. One thread.
class CallEvents {
public:
    CallEvents(kafka::Producer& producer,
               const std::string& worker,
               observability::Metrics& metrics);

    using Delivered = kafka::Producer::Delivered;

    /// `delivered`: called once Kafka has acknowledged the event; never, if that is not to be.
    void publish(const dialer::v1::CallEvent& event, const Delivered& delivered = {});

    /// Offers again what the producer did not take, and hears what became of the rest. To be called
    /// often: room comes back by it.
    void retry();

    /// True while there is room for the events of calls that have not begun. Never again once the
    /// producer is dead.
    bool has_room() const;

    bool is_empty() const { return waiting_.empty(); }

private:
    struct Waiting {
        kafka::Record record;
        Delivered delivered;
    };

    bool is_settled(const kafka::Record& record, const Delivered& delivered);

    kafka::Producer& producer_;
    kafka::Record record_; // of the event at hand: what all have in common is written once
    std::deque<Waiting> waiting_;
    observability::Counter refused_;
};

} // namespace hatif::dialer
