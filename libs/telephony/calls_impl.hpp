#pragma once

#include "telephony/calls.hpp"
#include "telephony/leg_impl.hpp"
#include "telephony/sofia_impl.hpp"
#include "telephony/source_filter.hpp"

#include <optional>
#include <unordered_map>

namespace hatif::telephony {

/// What every call of one SIP port shares. Made, used and destroyed on the SIP thread.
struct CallsAgent {
    CallsAgent(SipThread& its_thread, Calls::Config its_config);
    ~CallsAgent();

    CallsAgent(const CallsAgent&) = delete;
    CallsAgent& operator=(const CallsAgent&) = delete;

    /// Hears an address from now on, if it is numeric.
    bool trust(const std::string& address);

    /// The leg of a Call-ID that is not over, or none.
    Leg* find_live(const std::string& call_id);

    /// The leg is over: it is destroyed when the loop comes round, not under its own feet.
    void forget(CallRef call);

    /// "<sip:+212…@192.0.2.1:5060>": where requests within the dialog are to be sent.
    std::string contact(const std::string& user) const;

    SipThread& thread;
    Calls::Config config;
    NtaAgent agent;
    std::optional<SourceFilter> filter;
    std::unordered_map<std::uint64_t, std::unique_ptr<Leg>> legs; // after the agent they live in
    std::unordered_map<std::string, std::uint64_t> by_call_id;
    std::uint64_t last_ref = 0;
    CallCounts counts;

private:
    void sweep();

    std::vector<CallRef> over_;
    std::optional<TimerId> sweep_;
};

/// What belongs to no leg: OPTIONS, requests outside of a dialog, answers that come too late.
int on_stray(CallsAgent* agent, nta_agent_t* nta, msg_t* message, sip_t* sip) noexcept;

/// The methods that we speak, for Allow headers.
inline constexpr const char* allowed_methods = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";

} // namespace hatif::telephony
