#pragma once

#include "dialog/dialog.hpp"
#include "dialog/forks.hpp"
#include "sdp/offer_answer.hpp"
#include "telephony/call_impl.hpp"
#include "telephony/calls.hpp"
#include "telephony/session_impl.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace hatif::telephony {

struct CallsAgent;

/// A call that we place: turns what nta tells into events of the dialog, and the dialog's commands
/// into requests of nta and words to the listener. Decides nothing. Once answered, a session.
class Leg final : public Call, private SessionOwner {
public:
    Leg(CallsAgent& shared, CallRef ref, const Invite& invite, Calls::Listener listener);
    ~Leg() override;

    /// Sends the first INVITE. False: nta would not make one of these values.
    bool start();

    void cancel() override { happen(dialog::NoAnswerWanted{}); }
    void bye(int q850) override;
    void accept(const sdp::Endpoint&) override {}
    void refuse(int) override {}
    void refer(const std::string& to) override;
    bool is_over() const override { return std::holds_alternative<dialog::Over>(state_); }
    const std::string& call_id() const override { return call_id_; }

private:
    /// The acknowledgement of a reliable 18x; its early dialog is no leg of nta's yet.
    struct Prack {
        std::string rack;
        std::string to;
        std::string target;
        std::string route;
        bool direct = false; ///< the next hop is what route and target say
        NtaOutgoing request{};
        dialog::Authorizations authorizations{};
        int challenges = 0;
    };

    // leg.cpp
    void happen(dialog::Event event);
    void grant_wishes();
    void act(const dialog::Command& command);
    void send_cancel(std::optional<int> q850);
    void send_ack();
    void start_session();
    void start_guard();
    void hear(const CallEvent& event) override { listener_(ref_, event); }
    void hear_over() override { happen(dialog::SessionOver{}); }

    // leg_invite.cpp
    bool send_invite();
    void hear_invite_response(nta_outgoing_t* request, const sip_t* sip);
    void hear_provisional(const sip_t& sip);
    void hear_answer(const sip_t& sip);
    void hear_refusal(const sip_t* sip);
    void hear_of_trunk(const sip_t* sip);
    bool tries_elsewhere(const sip_t* sip);
    bool take_challenge(const sip_t* sip);
    bool take_longer_interval(const sip_t& sip);
    bool take_redirection(const sip_t& sip);
    static int
    on_invite_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept;

    // leg_early.cpp
    void acknowledge_early(const sip_t& sip);
    bool send_prack(Prack& prack);
    void hear_prack_response(nta_outgoing_t* request, const sip_t* sip);
    int hear_request(nta_incoming_t* request, const sip_t& sip);
    int hear_early_update(nta_incoming_t* request, const sip_t& sip);
    static int on_prack_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept;
    static int
    on_request(NtaUser* user, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    const CallRef ref_;
    const Trunk trunk_;
    const std::string call_id_;
    std::string uri_;            ///< the Request-URI of the INVITE
    const std::string identity_; ///< "<sip:+212…@…>": who calls, said to whom may know
    const std::string contact_;
    const Calls::Listener listener_;

    dialog::State state_ = dialog::Calling{};
    std::vector<dialog::Event> pending_; ///< what happens while commands are carried out
    bool working_ = false;
    std::optional<int> wish_to_end_; ///< by whom was told of the answer, while being told
    std::string wish_to_refer_;

    sdp::Local local_;
    std::string said_; ///< our last SDP
    std::optional<sdp::Agreement> agreed_;
    std::optional<dialog::Interval> interval_; ///< what the 2xx said
    bool takes_update_ = false;
    std::chrono::seconds expires_; ///< the session's, as we ask for it; 0: we do not
    dialog::Forks forks_;

    Way way_;          ///< the trunk's, taken anew with each INVITE
    int reroutes_ = 0; ///< to other places that the trunk's name stands for
    std::optional<Demand> demand_;
    dialog::Authorizations authorizations_; ///< of the INVITE, said again in its ACK
    std::optional<TimerId> guard_;

    NtaLeg leg_; // after what its callbacks use, so that it is destroyed first
    NtaOutgoing invite_;
    std::vector<Prack> pracks_;
    std::unique_ptr<Session> session_; ///< from the 2xx on; the leg is then its
};

} // namespace hatif::telephony
