#pragma once

#include "dialog/dialog.hpp"
#include "dialog/digest.hpp"
#include "sdp/offer_answer.hpp"
#include "telephony/calls.hpp"
#include "telephony/sofia_impl.hpp"

#include <deque>
#include <optional>

namespace hatif::telephony {

struct CallsAgent;

/// One call: turns what nta tells into events of the dialog, and the dialog's commands into
/// requests of nta and words to the listener. Decides nothing.
class Leg {
public:
    Leg(CallsAgent& shared, CallRef ref, const Invite& invite, Calls::Listener listener);
    ~Leg();

    Leg(const Leg&) = delete;
    Leg& operator=(const Leg&) = delete;

    /// Sends the first INVITE. False: nta would not make one of these values.
    bool start();

    void happen(dialog::Event event);

    bool is_over() const { return std::holds_alternative<dialog::Over>(state_); }
    const std::string& call_id() const { return call_id_; }

private:
    struct Demand {
        bool by_proxy = false; ///< 407; else 401
        dialog::Challenge challenge;
    };

    // leg.cpp
    void act(const dialog::Command& command);
    bool send_invite();
    void send_ack();
    void send_bye();
    void start_guard();
    void tell(const CallEvent& event);
    std::string authorize(const std::string& method, const std::string& uri);
    bool take_challenge(const sip_t& sip);
    void learn_route(const sip_t& answer);
    bool take_answer(const sip_t& answer);
    void hear_invite_response(nta_outgoing_t* request, const sip_t* sip);
    void hear_bye_response(nta_outgoing_t* request, const sip_t* sip);
    static int on_invite_response(Leg* leg, nta_outgoing_t* request, const sip_t* sip) noexcept;
    static int on_bye_response(Leg* leg, nta_outgoing_t* request, const sip_t* sip) noexcept;

    // leg_requests.cpp
    int hear_request(nta_incoming_t* request, const sip_t& sip);
    int hear_bye(const sip_t& sip);
    int hear_offer(nta_incoming_t* request, const sip_t& sip);
    int reply_with(nta_incoming_t* request, const std::string& body);
    void hear_ack(nta_incoming_t* request, const sip_t* sip);
    void adopt(const sdp::Agreement& agreement);
    static int on_request(Leg* leg, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept;
    static int on_ack(Leg* leg, nta_incoming_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    const CallRef ref_;
    const Trunk trunk_;
    const std::string call_id_;
    const std::string uri_; ///< the Request-URI of the INVITE
    const std::string contact_;
    const Calls::Listener listener_;

    dialog::State state_ = dialog::Calling{};
    std::deque<dialog::Event> pending_; ///< what happens while commands are carried out
    bool working_ = false;

    sdp::Local local_;
    std::string said_; ///< our last SDP
    std::optional<sdp::Agreement> agreed_;
    bool answer_due_in_ack_ = false;

    std::optional<Demand> demand_;
    std::string authorization_; ///< of the INVITE, said again in its ACK
    std::string next_hop_;      ///< the trunk's, when the remote target is no numeric address
    std::string bye_uri_;
    std::optional<TimerId> guard_;

    NtaLeg leg_; // after what its callbacks use, so that it is destroyed first
    NtaOutgoing invite_;
    NtaOutgoing bye_;
    NtaIncoming offer_; ///< a re-INVITE that was answered and waits for its ACK
};

/// What a final response says.
dialog::Refusal refusal_of(const sip_t* sip);

/// Cause of a Q.850 Reason header.
std::optional<int> q850_of(const sip_t& sip);

} // namespace hatif::telephony
