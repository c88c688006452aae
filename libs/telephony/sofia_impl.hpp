#pragma once

// sofia-sip, for the .cpp files of this unit only. The types of its callbacks' arguments are macros
// that have to be set before its headers are read.

namespace hatif::telephony {
struct CallsAgent;
struct Wakeup;

/// Whoever makes or hears requests of nta: calls of both directions, registrations, health checks.
/// Callbacks get it, and cast it down to what they were given for.
struct NtaUser {};
} // namespace hatif::telephony

#define SU_WAKEUP_ARG_T struct hatif::telephony::Wakeup
#define NTA_AGENT_MAGIC_T struct hatif::telephony::CallsAgent
#define NTA_LEG_MAGIC_T struct hatif::telephony::NtaUser
#define NTA_OUTGOING_MAGIC_T struct hatif::telephony::NtaUser
#define NTA_INCOMING_MAGIC_T struct hatif::telephony::NtaUser

#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport_tag.h>

#include "base/handle.hpp"

#include <string>

namespace hatif::telephony {

using NtaAgent = base::Handle<nta_agent_t, nta_agent_destroy>;
using NtaLeg = base::Handle<nta_leg_t, nta_leg_destroy>;
using NtaOutgoing = base::Handle<nta_outgoing_t, nta_outgoing_destroy>;
using NtaIncoming = base::Handle<nta_incoming_t, nta_incoming_destroy>;

/// sofia's memory, freed as a whole.
using Home = base::Handle<su_home_t, su_home_unref>;

inline Home new_home() {
    return Home{static_cast<su_home_t*>(su_home_new(sizeof(su_home_t)))};
}

/// A URL argument of nta: a struct or, as here, a text.
inline const url_string_t* as_url(const std::string& text) {
    return reinterpret_cast<const url_string_t*>(text.c_str());
}

inline std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string{} : std::string{text};
}

/// The body of a message, empty when there is none.
inline std::string body_of(const sip_t& sip) {
    const auto* payload = sip.sip_payload;
    if (payload == nullptr || payload->pl_data == nullptr) return {};
    return {payload->pl_data, payload->pl_len};
}

} // namespace hatif::telephony
