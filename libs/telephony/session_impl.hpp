#pragma once

#include "dialog/session.hpp"
#include "sdp/offer_answer.hpp"
#include "telephony/calls.hpp"
#include "telephony/sip_headers_impl.hpp"
#include "telephony/sofia_impl.hpp"
#include "telephony/trunks_impl.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace hatif::telephony {

struct CallsAgent;

/// Whose call it is.
class SessionOwner {
public:
    /// `MediaChanged`, `KeyPressed`, `Transferred`; `Ended` is the last.
    virtual void hear(const CallEvent& event) = 0;

    /// Nothing is left to do: their BYE came, or ours was seen through. The session is still being
    /// called: destroy it when the loop comes round.
    virtual void hear_over() = 0;

protected:
    ~SessionOwner() = default;
};

/// An answered call of either direction: all requests within the dialog, theirs and ours. Carries
/// out what `dialog::session` decides; decides nothing.
///
/// Takes the nta leg over from whoever made the call, with tags and route set on it: from then on
/// its requests come here.
class Session final : public NtaUser {
public:
    struct Start {
        NtaLeg leg;
        Way way;             ///< to the trunk, where the remote target is not to be reached itself
        std::string contact; ///< ours: "<sip:+212…@192.0.2.1:5060>"
        std::string us;      ///< who refers: "<sip:+212…@192.0.2.1>"
        sdp::Local local;
        std::string said; ///< our last SDP
        sdp::Agreement agreed;
        bool we_called = true;
        bool takes_update = false; ///< see `telephony::takes_update`
        std::optional<dialog::Interval> interval{};
    };

    Session(CallsAgent& shared, SessionOwner& owner, const Trunk& trunk, Start start);
    ~Session();

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// BYE, and `Ended{local}` at once.
    void hang_up(int q850) { happen(dialog::session::HangUpAsked{q850}); }

    /// BYE without `Ended`: the owner tells what became of the call.
    void drop(int q850) { happen(dialog::session::Dropped{q850}); }

    /// REFER to this number; `Transferred` follows. Of one that is under way no more is told.
    void refer(const std::string& number);

    bool is_over() const { return state_.life == dialog::session::Life::over; }

private:
    /// A request of ours that is under way.
    struct Asked {
        NtaOutgoing request;
        dialog::Authorizations authorizations;
        int challenges = 0;
    };
    struct Offered;

    // session.cpp
    void happen(dialog::session::Event event);
    void work();
    void tell(const CallEvent& event);
    void act(const dialog::session::Command& command);
    void start_timer(const dialog::session::StartTimer& it);
    void stop_timer(dialog::session::Timer timer);
    void adopt(const sdp::Agreement& agreement);

    // session_asks.cpp: our requests
    void prepare(Asked& asked, const char* method);
    bool answers_challenge(Asked& asked, const char* method, const sip_t* sip);
    void send_bye();
    void send_refresh(bool by_invite);
    void send_refer();
    void acknowledge_refresh();
    void hear_bye_answer(nta_outgoing_t* request, const sip_t* sip);
    void hear_refresh_answer(nta_outgoing_t* request, const sip_t* sip);
    void hear_refer_answer(nta_outgoing_t* request, const sip_t* sip);
    const url_string_t* hop() const { return direct_ ? nullptr : as_url(way_.hop); }
    template <void (Session::*hear)(nta_outgoing_t*, const sip_t*)>
    static int on_answer(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept {
        (static_cast<Session*>(user)->*hear)(request, sip);
        return 0;
    }

    // session_hears.cpp: their requests
    int hear_request(nta_incoming_t* request, const sip_t& sip);
    int hear_offer(nta_incoming_t* request, const sip_t& sip);
    void take_offer();
    void refuse_offer(int code);
    int hear_info(nta_incoming_t* request, const sip_t& sip);
    int hear_notify(nta_incoming_t* request, const sip_t& sip);
    void hear_ack(nta_incoming_t* request, const sip_t* sip);
    static int
    on_request(NtaUser* user, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept;
    static int on_ack(NtaUser* user, nta_incoming_t* request, const sip_t* sip) noexcept;

    CallsAgent& shared_;
    SessionOwner& owner_;
    const Trunk& trunk_;
    const Way way_;
    const std::string contact_;
    const std::string us_;

    dialog::session::State state_;
    std::vector<dialog::session::Event> pending_; ///< what happens while commands are carried out
    bool working_ = false;
    bool direct_ = false; ///< the next hop is what route and target say
    std::array<std::optional<TimerId>, dialog::session::timer_count> timers_{};
    int bye_q850_ = 16;
    std::string refer_to_;
    std::uint32_t refer_cseq_ = 0;
    bool refer_told_ = true;   ///< its last word came
    bool refer_by_id_ = false; ///< one before was left open: NOTIFYs must name which they mean

    sdp::Local local_;
    std::string said_; ///< our last SDP
    sdp::Agreement agreed_;
    Offered* offered_ = nullptr; ///< while a request of theirs is being heard

    NtaLeg leg_; // after what its callbacks use, so that it is destroyed first
    Asked bye_;
    Asked refresh_;
    Asked refer_;
    NtaIncoming offer_; ///< a re-INVITE that was answered and waits for its ACK
};

/// Can requests go to this next hop, or where route and target of this dialog say? Else they go the
/// trunk's way: for nothing here resolves names.
bool goes_direct(CallsAgent& shared, const url_t* hop, const Way& way);
bool goes_direct(CallsAgent& shared, nta_leg_t* leg, const Way& way);

} // namespace hatif::telephony
