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

    void publish(const dialer::v1::CallEvent& event);

    /// Offers again what the producer did not take.
    void retry();

    /// True while there is room for the events of calls that have not begun. Never again once the
    /// producer is dead.
    bool has_room() const;

    bool is_empty() const { return waiting_.empty(); }

private:
    bool is_settled(const kafka::Record& record);

    kafka::Producer& producer_;
    const std::string source_;
    std::deque<kafka::Record> waiting_;
    observability::Counter refused_;
};

} // namespace hatif::dialer
