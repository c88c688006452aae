#include "telephony/inbound_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/inbound_headers_impl.hpp"
#include "telephony/media_key_impl.hpp"

#include "base/overloaded.hpp"

namespace hatif::telephony {

namespace inbound = dialog::inbound;

namespace {

constexpr std::chrono::milliseconds ring_after{200};

/// What a call needs of its trunk; certificates stay where they are.
Trunk for_a_call(Trunk trunk) {
    trunk.ca.clear();
    trunk.sources.clear();
    return trunk;
}

/// A request within a dialog whose INVITE is not through: to be asked again (RFC 3261, 14.2).
int ask_again(nta_incoming_t* request) {
    nta_incoming_treply(request, SIP_500_INTERNAL_SERVER_ERROR, SIPTAG_RETRY_AFTER_STR("1"),
                        TAG_END());
    return 500;
}

} // namespace

InboundCall::InboundCall(
    CallsAgent& shared, CallRef ref, const Trunk& trunk, msg_t* message, const sip_t& sip)
    : shared_{shared}, ref_{ref}, trunk_{for_a_call(trunk)}, told_{incoming_call_of(sip, trunk.id)},
      contact_{shared.contact(user_for_contact(told_.to), trunk)}, offer_{offer_of(sip)},
      interval_{dialog::answer_timer(timer_wish_of(sip), trunk.session_expires).interval},
      rings_{sip_has_feature(sip.sip_require, "100rel") == 0}, takes_update_{takes_update(sip)} {
    ++shared_.calls_at_the_door;
    const auto home = new_home();
    auto* const us = sip_to_dup(home.get(), sip.sip_to);
    auto* const tag = nta_agent_newtag(home.get(), "tag=%s", shared.agent.get());
    // The tag is there from the beginning: nta then lets nothing without it into the dialog.
    if (us != nullptr && tag != nullptr && sip_to_tag(home.get(), us, tag) == 0) {
        leg_.reset(nta_leg_tcreate(shared.agent.get(), on_request, this,
                                   SIPTAG_CALL_ID(sip.sip_call_id), SIPTAG_FROM(us),
                                   SIPTAG_TO(sip.sip_from), TAG_END()));
    }
    if (!leg_) {
        msg_destroy(message);
        return;
    }
    nta_leg_server_route(leg_.get(), sip.sip_record_route, sip.sip_contact);
    invite_.reset(nta_incoming_create(shared.agent.get(), leg_.get(), message, nullptr, TAG_END()));
    if (invite_) nta_incoming_bind(invite_.get(), on_ack_or_cancel, this);
}

InboundCall::~InboundCall() {
    stop_timer();
    leave_the_door();
}

void InboundCall::begin(const Calls::Incoming& incoming) {
    happen(inbound::Heard{});
    working_ = true; // what the owner wishes at once is done when it is known who hears of it
    if (incoming) listener_ = incoming(ref_, told_);
    working_ = false;
    if (!listener_) pending_.insert(pending_.begin(), inbound::RefuseAsked{480});
    carry_out();
}

void InboundCall::accept(const sdp::Endpoint& media) {
    if (local_ || !std::holds_alternative<inbound::Waiting>(state_)) return;
    local_ = sdp::Local{.at = media, .session = ref_.value()};
    if (!trunk_.codecs.empty()) local_->codecs = trunk_.codecs;
    if (trunk_.srtp) local_->key = random_media_key();
    if (offer_.empty()) {
        said_ = sdp::offer(*local_);
        return happen(inbound::AcceptAsked{true});
    }
    auto reply = sdp::answer(*local_, offer_);
    if (reply) {
        said_ = std::move(reply->text);
        agreed_ = reply->agreement;
    }
    happen(inbound::AcceptAsked{reply.has_value()});
}

void InboundCall::refuse(int code) {
    happen(inbound::RefuseAsked{code >= 400 && code <= 699 ? code : 480});
}

void InboundCall::refer(const std::string& to) {
    if (session_) session_->refer(to);
}

void InboundCall::happen(inbound::Event event) {
    pending_.push_back(event);
    carry_out();
}

void InboundCall::carry_out() {
    if (working_) return; // the listener's own wishes wait until the commands are carried out
    working_ = true;
    while (!pending_.empty()) {
        const auto event = pending_.front();
        pending_.erase(pending_.begin());
        auto step = inbound::step(state_, event);
        state_ = step.next;
        for (const auto& command : step.commands) act(command);
    }
    working_ = false;
}

void InboundCall::act(const inbound::Command& command) {
    const auto table = base::overloaded{
        [&](inbound::SendTrying) { nta_incoming_treply(invite_.get(), SIP_100_TRYING, TAG_END()); },
        [&](inbound::SendRinging) {
            if (!rings_) return;
            nta_incoming_treply(invite_.get(), SIP_180_RINGING,
                                SIPTAG_CONTACT_STR(contact_.c_str()),
                                SIPTAG_ALLOW_STR(allowed_methods), TAG_END());
        },
        [&](inbound::SendOk) { send_ok(); },
        [&](inbound::SendRefusal it) {
            nta_incoming_treply(invite_.get(), it.code, nullptr, SIPTAG_ALLOW_STR(allowed_methods),
                                TAG_END());
        },
        [&](inbound::BeginSession) { begin_session(); },
        [&](inbound::DropSession it) { session_->drop(it.q850); },
        [&](inbound::HangUp it) { session_->hang_up(it.q850); },
        [&](inbound::StartTimer it) { start_timer(it.which); },
        [&](dialog::TellAnswered) {
            ++shared_.counts.answered;
            tell(Answered{*agreed_});
        },
        [&](const dialog::TellRefused& it) {
            tell(Refused{it.refusal, dialog::result_of(it.refusal)});
        },
        [&](dialog::Forget) {
            stop_timer();
            leave_the_door();
            shared_.forget(ref_);
        },
    };
    std::visit(table, command);
}

void InboundCall::send_ok() {
    const auto expires = interval_ ? session_expires_in_answer(*interval_) : std::string{};
    const bool they_refresh = interval_ && !interval_->we_refresh;
    nta_incoming_treply(
        invite_.get(), SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()),
        SIPTAG_ALLOW_STR(allowed_methods), SIPTAG_SUPPORTED_STR(supported_extensions),
        SIPTAG_SERVER_STR(shared_.config.user_agent.c_str()),
        TAG_IF(interval_, SIPTAG_SESSION_EXPIRES_STR(expires.c_str())),
        TAG_IF(they_refresh, SIPTAG_REQUIRE_STR("timer")),
        SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(said_.c_str()), TAG_END());
}

void InboundCall::begin_session() {
    stop_timer();
    leave_the_door();
    invite_.reset(); // nta keeps it, for a 200 or an ACK that is repeated
    SessionOwner& owner = *this;
    session_ = std::make_unique<Session>(
        shared_, owner, trunk_,
        Session::Start{.leg = std::move(leg_),
                       .way = shared_.trunks.way_to(trunk_.id).value_or(Way{}),
                       .contact = contact_,
                       .us = "<sip:" + user_for_contact(told_.to) + '@' + shared_.own_host() + '>',
                       .local = *local_,
                       .said = said_,
                       .agreed = agreed_.value_or(sdp::Agreement{}),
                       .we_called = false,
                       .takes_update = takes_update_,
                       .interval = interval_});
}

void InboundCall::start_timer(inbound::Timer which) {
    stop_timer();
    const auto after =
        which == inbound::Timer::ring ? ring_after : 2 * shared_.config.transaction_time;
    timer_ = shared_.thread.at(std::chrono::steady_clock::now() + after, [this] {
        timer_.reset();
        happen(inbound::TimerFired{});
    });
}

void InboundCall::stop_timer() {
    if (timer_) shared_.thread.cancel(*timer_);
    timer_.reset();
}

void InboundCall::leave_the_door() {
    if (is_at_the_door_) --shared_.calls_at_the_door;
    is_at_the_door_ = false;
}

void InboundCall::tell(const CallEvent& event) {
    if (listener_) listener_(ref_, event);
}

/// Where the 200 made the offer, the ACK must answer it.
void InboundCall::hear_ack(const sip_t& sip) {
    if (offer_.empty()) {
        if (const auto agreement = sdp::read_answer(*local_, body_of(sip))) agreed_ = *agreement;
    }
    happen(inbound::Acknowledged{agreed_.has_value()});
}

int InboundCall::on_request(NtaUser* user,
                            nta_leg_t*,
                            nta_incoming_t* request,
                            const sip_t* sip) noexcept {
    switch (sip->sip_request->rq_method) {
    case sip_method_ack: // of no 200 of ours; the code makes nta forget it, and is not sent
    case sip_method_options:
        return 200;
    case sip_method_bye:
        static_cast<InboundCall*>(user)->happen(inbound::ByeReceived{q850_of(*sip)});
        return 200;
    default:
        return ask_again(request);
    }
}

int InboundCall::on_ack_or_cancel(NtaUser* user, nta_incoming_t*, const sip_t* sip) noexcept {
    auto& call = *static_cast<InboundCall*>(user);
    if (sip == nullptr) {
        call.happen(inbound::AckMissing{});
    } else if (sip->sip_request->rq_method == sip_method_cancel) {
        call.happen(inbound::CancelReceived{q850_of(*sip)});
    } else {
        call.hear_ack(*sip);
    }
    return 0;
}

} // namespace hatif::telephony
