#pragma once

#include "dialog/inbound.hpp"
#include "dialog/session_timer.hpp"
#include "sdp/offer_answer.hpp"
#include "telephony/call_impl.hpp"
#include "telephony/calls.hpp"
#include "telephony/session_impl.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hatif::telephony {

struct CallsAgent;

/// A call that came: turns what nta and its owner tell into events of the dialog, and the dialog's
/// commands into answers and words to the listener. Once answered it is a `Session`.
class InboundCall final : public Call, private SessionOwner {
public:
    /// Of an INVITE that is fit to be taken; takes the message. `is_made` says whether nta would.
    InboundCall(
        CallsAgent& shared, CallRef ref, const Trunk& trunk, msg_t* message, const sip_t& sip);
    ~InboundCall() override;

    bool is_made() const { return leg_ != nullptr && invite_ != nullptr; }

    /// Says 100 and asks who will hear of the call.
    void begin(const Calls::Incoming& incoming);

    void cancel() override { happen(dialog::inbound::HangUpAsked{}); }
    void bye(int q850) override { happen(dialog::inbound::HangUpAsked{q850}); }
    void accept(const sdp::Endpoint& media) override;
    void refuse(int code) override;
    void refer(const std::string& to) override;
    bool is_over() const override { return std::holds_alternative<dialog::inbound::Over>(state_); }
    const std::string& call_id() const override { return told_.call_id; }

private:
    void happen(dialog::inbound::Event event);
    void carry_out();
    void act(const dialog::inbound::Command& command);
    void send_ok();
    void begin_session();
    void start_timer(dialog::inbound::Timer which);
    void stop_timer();
    void leave_the_door();
    void tell(const CallEvent& event);
    void hear_ack(const sip_t& sip);

    void hear(const CallEvent& event) override { tell(event); }
    void hear_over() override { happen(dialog::inbound::SessionOver{}); }

    static int
    on_request(NtaUser* user, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept;
    static int on_ack_or_cancel(NtaUser* user, nta_incoming_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    const CallRef ref_;
    const Trunk trunk_;
    const IncomingCall told_;
    const std::string contact_;
    Calls::Listener listener_;

    dialog::inbound::State state_;
    std::vector<dialog::inbound::Event> pending_; ///< what happens while commands are carried out
    bool working_ = false;
    bool is_at_the_door_ = true; ///< counted as a call that waits for its owner or its ACK

    const std::string offer_; ///< theirs; empty: ours is in the 200, and their answer in the ACK
    std::optional<sdp::Local> local_;
    std::string said_;
    std::optional<sdp::Agreement> agreed_;
    const std::optional<dialog::Interval> interval_;
    const bool rings_; ///< false: a 180 would have to be reliable (RFC 3262)
    const bool takes_update_;
    std::optional<TimerId> timer_;

    NtaLeg leg_; // after what its callbacks use, so that it is destroyed first
    NtaIncoming invite_;
    std::unique_ptr<Session> session_;
};

} // namespace hatif::telephony
