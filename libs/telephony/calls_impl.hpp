#pragma once

#include "telephony/call_impl.hpp"
#include "telephony/calls.hpp"
#include "telephony/sofia_impl.hpp"
#include "telephony/source_filter.hpp"
#include "telephony/transports_impl.hpp"
#include "telephony/trunks_impl.hpp"

#include <optional>
#include <unordered_map>

namespace hatif::telephony {

/// How many calls may wait for their owner, or for the ACK of our 200; more are answered by 503.
inline constexpr std::size_t most_calls_at_the_door = 2'000;

/// What every call of one SIP port shares. Made, used and destroyed on the SIP thread.
struct CallsAgent {
    CallsAgent(SipThread& its_thread, Calls::Config its_config);
    ~CallsAgent();

    CallsAgent(const CallsAgent&) = delete;
    CallsAgent& operator=(const CallsAgent&) = delete;

    /// May packets go to and come from this host? It is numeric, and in the filter from now on.
    bool hears(const std::string& address);

    /// The call of a Call-ID that is not over, or none.
    Call* find_live(const std::string& call_id);

    CallRef next_ref() { return CallRef{++last_ref}; }

    /// Takes a call into the table, under a number of `next_ref`.
    void keep(CallRef ref, std::unique_ptr<Call> call);

    /// The call is over: it is destroyed when the loop comes round, not under its own feet.
    void forget(CallRef call);

    /// We are draining, or too many wait at the door.
    bool takes_no_calls() const { return draining || calls_at_the_door >= most_calls_at_the_door; }

    /// The address that others are told.
    const std::string& own_host() const;

    /// "<sip:+212…@192.0.2.1:5060;transport=tcp>": where requests within the dialog are to be sent.
    std::string contact(const std::string& user, const Trunk& trunk) const;

    /// Answers one challenge with the trunk's credentials, under the nonce's next count.
    std::string authorize(const Trunk& trunk,
                          const dialog::Challenge& challenge,
                          const std::string& method,
                          const std::string& uri);

    /// The credentials that a first request may carry, from nonces that the trunk gave before.
    dialog::Authorizations
    authorize_ahead(const Trunk& trunk, const std::string& method, const std::string& uri);

    SipThread& thread;
    Calls::Config config;
    NtaAgent agent;
    std::optional<SourceFilter> filter;
    Unheard unheard; // before the calls, which are forgotten there
    Transports transports;
    Trunks trunks; // after the agent they live in, as the calls
    std::unordered_map<std::uint64_t, std::unique_ptr<Call>> calls;
    std::unordered_map<std::string, std::uint64_t> by_call_id;
    std::uint64_t last_ref = 0;
    CallCounts counts;
    std::size_t calls_at_the_door = 0; ///< that came, and are not answered and acknowledged yet
    bool draining = false;
    Calls::Incoming incoming; ///< none: calls that come are refused

private:
    void sweep();

    std::vector<CallRef> over_;
    std::optional<TimerId> sweep_;
};

/// Where we hear TLS: the port after.
std::uint16_t tls_port(const Calls::Config& config);

/// What belongs to no call: OPTIONS, new INVITEs, requests outside of a dialog, late answers.
int on_stray(CallsAgent* agent, nta_agent_t* nta, msg_t* message, sip_t* sip) noexcept;

/// The methods that we speak, for Allow headers.
inline constexpr const char* allowed_methods =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY";

} // namespace hatif::telephony
