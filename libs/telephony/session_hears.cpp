#include "telephony/calls_impl.hpp"
#include "telephony/session_impl.hpp"

#include "dialog/info_key.hpp"
#include "dialog/sipfrag.hpp"

#include <cstring>
#include <utility>

namespace hatif::telephony {

namespace session = dialog::session;

namespace {

constexpr const char* sdp_type = "application/sdp";
constexpr const char* info_types = "application/dtmf-relay, application/dtmf";

std::string content_type_of(const sip_t& sip) {
    return sip.sip_content_type == nullptr ? std::string{}
                                           : text_or_empty(sip.sip_content_type->c_type);
}

int reply(nta_incoming_t* request, int status, const char* phrase) {
    nta_incoming_treply(request, status, phrase, SIPTAG_ALLOW_STR(allowed_methods),
                        SIPTAG_SUPPORTED_STR(supported_extensions), TAG_END());
    nta_incoming_destroy(request);
    return 0;
}

} // namespace

/// A re-INVITE or UPDATE that is being heard.
struct Session::Offered {
    nta_incoming_t* request;
    const sip_t& sip;
    std::string body;
    std::optional<sdp::Reply> reply; ///< to the offer in the body, when we can speak it
    std::optional<dialog::Interval> interval;
};

/// Answers a request within the dialog. 0: it was answered here; else the code for nta to answer.
int Session::hear_request(nta_incoming_t* request, const sip_t& sip) {
    const auto method = sip.sip_request->rq_method;
    // Of no INVITE that we know. Never answered; but with 0 nta would keep it for ever.
    if (method == sip_method_ack) return 200;
    if (method == sip_method_bye) {
        happen(session::ByeCame{q850_of(sip)});
        return 200;
    }
    if (state_.life != session::Life::up) return 481;
    if (nta_check_required(request, &sip, supported_list(), TAG_END()) != 0) { // answered by 420
        nta_incoming_destroy(request);
        return 0;
    }
    switch (method) {
    case sip_method_invite:
    case sip_method_update:
        return hear_offer(request, sip);
    case sip_method_info:
        return hear_info(request, sip);
    case sip_method_notify:
        return hear_notify(request, sip);
    case sip_method_options:
        return reply(request, SIP_200_OK);
    default:
        return reply(request, SIP_405_METHOD_NOT_ALLOWED);
    }
}

/// The other side moves its media, holds, resumes or refreshes. A re-INVITE without an offer asks
/// for ours; the answer is then in its ACK.
int Session::hear_offer(nta_incoming_t* request, const sip_t& sip) {
    const bool by_invite = sip.sip_request->rq_method == sip_method_invite;
    Offered offered{request, sip, body_of(sip), {}, {}};
    int fault = 0;
    if (!offered.body.empty()) {
        auto reply = sdp::answer(local_, offered.body);
        if (reply) offered.reply = std::move(*reply);
        if (!offered.reply) fault = 488;
    }
    const auto timer = dialog::answer_timer(timer_wish_of(sip), trunk_.session_expires);
    offered.interval = timer.interval;
    if (timer.too_short) fault = 422;
    offered_ = &offered;
    happen(session::OfferCame{by_invite, !offered.body.empty(), fault});
    offered_ = nullptr;
    return 0;
}

void Session::take_offer() {
    auto& [request, sip, body, answer, interval] = *offered_;
    const bool by_invite = nta_incoming_method(request) == sip_method_invite;
    nta_leg_client_reroute(leg_.get(), nullptr, sip.sip_contact, 0); // the target may have moved
    direct_ = goes_direct(shared_, leg_.get(), way_);
    std::string text;
    if (answer) {
        if (answer->text != said_) { // what we say has changed, and so must its version
            ++local_.version;
            answer = *sdp::answer(local_, body);
        }
        text = answer->text;
    } else if (by_invite) {
        if (sdp::offer(local_) != said_) ++local_.version;
        text = sdp::offer(local_);
    }
    if (!text.empty()) said_ = text;
    const auto expires = interval ? session_expires_in_answer(*interval) : std::string{};
    const bool they_refresh = interval && !interval->we_refresh;
    nta_incoming_bind(request, on_ack, this);
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()),
                        SIPTAG_ALLOW_STR(allowed_methods),
                        SIPTAG_SUPPORTED_STR(supported_extensions),
                        TAG_IF(interval, SIPTAG_SESSION_EXPIRES_STR(expires.c_str())),
                        TAG_IF(they_refresh, SIPTAG_REQUIRE_STR("timer")),
                        TAG_IF(!text.empty(), SIPTAG_CONTENT_TYPE_STR(sdp_type)),
                        TAG_IF(!text.empty(), SIPTAG_PAYLOAD_STR(text.c_str())), TAG_END());
    if (by_invite) {
        offer_.reset(request);
    } else {
        nta_incoming_destroy(request);
    }
    happen(session::IntervalAgreed{interval});
    if (answer) adopt(answer->agreement);
}

void Session::refuse_offer(int code) {
    auto* const request = offered_->request;
    const auto wait = std::to_string(1 + nta_incoming_cseq(request) % 10);
    const auto least = std::to_string(dialog::shortest_interval.count());
    nta_incoming_treply(request, code, nullptr, SIPTAG_ALLOW_STR(allowed_methods),
                        SIPTAG_SUPPORTED_STR(supported_extensions),
                        TAG_IF(code == 500, SIPTAG_RETRY_AFTER_STR(wait.c_str())),
                        TAG_IF(code == 422, SIPTAG_MIN_SE_STR(least.c_str())), TAG_END());
    nta_incoming_destroy(request);
}

/// A key by INFO. A repeat of the message is answered by nta, so a press is told once.
int Session::hear_info(nta_incoming_t* request, const sip_t& sip) {
    const auto body = body_of(sip);
    if (body.empty()) return 200;
    const auto info = dialog::read_info(content_type_of(sip), body);
    if (!info.known) {
        nta_incoming_treply(request, SIP_415_UNSUPPORTED_MEDIA, SIPTAG_ACCEPT_STR(info_types),
                            TAG_END());
        nta_incoming_destroy(request);
        return 0;
    }
    if (!info.digit) return 400;
    tell(KeyPressed{*info.digit});
    return 200;
}

/// How a transfer goes (RFC 3515).
int Session::hear_notify(nta_incoming_t* request, const sip_t& sip) {
    const bool of_refer = sip.sip_event != nullptr && sip.sip_event->o_type != nullptr &&
                          strcasecmp(sip.sip_event->o_type, "refer") == 0;
    if (!of_refer) return reply(request, SIP_489_BAD_EVENT);
    if (refer_to_.empty()) return 481;
    // The second REFER of a dialog and those after it are named by their CSeq (RFC 3515, 2.4.6).
    const char* const id = sip.sip_event->o_id;
    const bool of_another = id == nullptr ? refer_by_id_ : std::to_string(refer_cseq_) != id;
    if (of_another) return 200;
    const auto* subscription = sip.sip_subscription_state;
    const bool terminated = subscription != nullptr && subscription->ss_substate != nullptr &&
                            strcasecmp(subscription->ss_substate, "terminated") == 0;
    happen(session::NotifyCame{dialog::code_of_sipfrag(body_of(sip)), terminated});
    return 200;
}

/// The ACK of a re-INVITE came, or (without a message) never will.
void Session::hear_ack(nta_incoming_t* request, const sip_t* sip) {
    if (request != offer_.get()) return;
    const bool is_ack = sip != nullptr && sip->sip_request != nullptr &&
                        sip->sip_request->rq_method == sip_method_ack;
    if (sip != nullptr && !is_ack) return; // a CANCEL that comes too late
    if (is_ack && state_.answer_in_ack && sip->sip_payload != nullptr) {
        if (const auto agreed = sdp::read_answer(local_, body_of(*sip))) adopt(*agreed);
    }
    offer_.reset();
    if (!is_ack) return happen(session::AckMissed{});
    happen(session::AckCame{});
}

int Session::on_request(NtaUser* user,
                        nta_leg_t*,
                        nta_incoming_t* request,
                        const sip_t* sip) noexcept {
    return static_cast<Session*>(user)->hear_request(request, *sip);
}

int Session::on_ack(NtaUser* user, nta_incoming_t* request, const sip_t* sip) noexcept {
    static_cast<Session*>(user)->hear_ack(request, sip);
    return 0;
}

} // namespace hatif::telephony
