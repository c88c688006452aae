#pragma once

#include "telephony/calls.hpp"
#include "telephony/inbound_request.hpp"
#include "telephony/sofia_impl.hpp"

#include <string>

/// What a request says that belongs to no call yet.
namespace hatif::telephony {

struct CallsAgent;

/// The numeric address that a message came from; empty: it has none.
std::string source_of(msg_t* message);

/// All that decides on its answer.
InboundRequest read_request(CallsAgent& agent, msg_t* message, const sip_t& sip);

/// Who calls whom, as the trunk writes it.
IncomingCall incoming_call_of(const sip_t& sip, const base::TrunkId& trunk);

/// The SDP in its body; empty: there is none, or a body that may be passed over.
std::string offer_of(const sip_t& sip);

/// Extensions that an INVITE or OPTIONS may not require of us; null: all are known.
sip_unsupported_t* unknown_extensions(su_home_t* home, const sip_t& sip);

/// The user of our Contact: theirs for us, when it can be said without escapes.
std::string user_for_contact(const std::string& number);

} // namespace hatif::telephony
