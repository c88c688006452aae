#pragma once

#include "dialer/events/call_events.hpp"
#include "dialer/events/event_wire.hpp"

#include <cstdint>
#include <string>

namespace hatif::dialer {

/// What one call tells, numbered 1, 2, 3, … One message is used for all of its events, so that what
/// they have in common is written once.
class EventTeller {
public:
    /// The lease outlives it.
    EventTeller(CallEvents& events, const Lease& lease);

    void tell(const call::Fact& fact, const CallContext& context, int step);

    struct Rerouting {
        std::string from;
        std::string to;
        int code;
        std::string reason;
    };
    void rerouted(const Rerouting& how, int step);

    /// Tells one that is filled but for its number, step and time. `delivered`: see CallEvents.
    void tell(dialer::v1::CallEvent event, int step, const CallEvents::Delivered& delivered = {});

private:
    void send(dialer::v1::CallEvent& event, int step, const CallEvents::Delivered& delivered = {});

    CallEvents& events_;
    dialer::v1::CallEvent event_;
    std::uint32_t sequence_ = 0;
};

} // namespace hatif::dialer
