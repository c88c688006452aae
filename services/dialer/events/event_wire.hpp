#pragma once

#include "base/instant.hpp"
#include "call/fact.hpp"
#include "dialer/leasing/lease.hpp"
#include "hatif/dialer/v1/call_events.pb.h"
#include "rtp/statistics.hpp"

#include <optional>
#include <string>

/// Facts of a call -> dialer/v1.
namespace hatif::dialer {

/// What the worker knows besides, for the facts that tell it.
struct CallContext {
    const Lease& lease;
    const std::string& flow_name;
    std::optional<base::Duration> talk_time{};
    rtp::Statistics packets{};
};

/// What all events of the attempt have in common.
void fill_head(dialer::v1::CallEvent& event, const Lease& lease);

/// The event's oneof, in place of what it held.
void fill_fact(dialer::v1::CallEvent& event, const call::Fact& what, const CallContext& context);

/// "hatif.dialer.v1.Dialed": the message of the oneof, for ce_type.
const std::string& type_of(const dialer::v1::CallEvent& event);

} // namespace hatif::dialer
