#include "dialer/events/event_teller.hpp"

#include "base/clock.hpp"
#include "rpc/time.hpp"

namespace hatif::dialer {

EventTeller::EventTeller(CallEvents& events, const Lease& lease) : events_{events} {
    fill_head(event_, lease);
}

void EventTeller::tell(const call::Fact& fact, const CallContext& context, int step) {
    fill_fact(event_, fact, context);
    send(event_, step);
}

void EventTeller::rerouted(const Rerouting& how, int step) {
    auto& wire = *event_.mutable_rerouted();
    wire.set_from_trunk_id(how.from);
    wire.set_to_trunk_id(how.to);
    wire.set_sip_code(static_cast<std::uint32_t>(how.code));
    wire.set_reason(how.reason);
    send(event_, step);
}

void EventTeller::tell(dialer::v1::CallEvent event,
                       int step,
                       const CallEvents::Delivered& delivered) {
    send(event, step, delivered);
}

void EventTeller::send(dialer::v1::CallEvent& event,
                       int step,
                       const CallEvents::Delivered& delivered) {
    event.set_sequence(++sequence_);
    event.set_step(static_cast<std::uint32_t>(step));
    rpc::set(*event.mutable_occurred_at(), base::SystemClock{}.now());
    events_.publish(event, delivered);
}

} // namespace hatif::dialer
