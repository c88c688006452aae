#pragma once

#include "dialog/digest.hpp"
#include "dialog/final_code.hpp"
#include "dialog/session_timer.hpp"
#include "telephony/sofia_impl.hpp"

#include <optional>
#include <string>

/// What headers say, and how ours are said.
namespace hatif::telephony {

/// What a final response says; a message of nta's own is what it met on the way.
dialog::Refusal refusal_of(const sip_t* sip);

/// Cause of a Q.850 Reason header (RFC 3326).
std::optional<int> q850_of(const sip_t& sip);

/// "Q.850;cause=16".
std::string reason_of(int q850);

std::string text_of(const url_t* url);

/// A challenge that a 401 or 407 makes.
struct Demand {
    bool by_proxy = false; ///< 407; else 401
    dialog::Challenge challenge;
};

/// The strongest challenge that we can answer. None: it is no challenge, or beyond us.
std::optional<Demand> demand_of(const sip_t* sip);

std::optional<dialog::SessionExpires> session_expires_of(const sip_t& sip);
dialog::TimerWish timer_wish_of(const sip_t& sip);

/// Min-SE; 0 when there is none.
std::chrono::seconds min_se_of(const sip_t& sip);

/// "1800;refresher=uac", by who asks: we in our requests, they in our answers.
std::string session_expires_in_request(const dialog::Interval& interval);
std::string session_expires_in_answer(const dialog::Interval& interval);

/// Does their Allow name UPDATE?
bool takes_update(const sip_t& sip);

/// Extensions that our requests and answers name, and that may be required of us.
inline constexpr const char* supported_extensions = "timer, norefersub";
const sip_supported_t* supported_list();

/// Final codes for an nta callback that was given null or a message.
inline int code_of(const sip_t* sip) {
    return sip == nullptr ? 408 : sip->sip_status->st_status;
}

} // namespace hatif::telephony
