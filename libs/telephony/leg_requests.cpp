#include "telephony/calls_impl.hpp"

namespace hatif::telephony {

namespace {

int reply(nta_incoming_t* request, int status, const char* phrase) {
    nta_incoming_treply(request, status, phrase, SIPTAG_ALLOW_STR(allowed_methods), TAG_END());
    nta_incoming_destroy(request);
    return 0;
}

} // namespace

/// Answers a request within the dialog. 0: it was answered here; else the code for nta to answer.
int Leg::hear_request(nta_incoming_t* request, const sip_t& sip) {
    const auto method = sip.sip_request->rq_method;
    if (method == sip_method_ack) return 0;
    if (method == sip_method_bye) return hear_bye(sip);
    if (!std::holds_alternative<dialog::Established>(state_)) return 481;
    switch (method) {
    case sip_method_invite:
        return hear_offer(request, sip);
    case sip_method_update:
        return sip.sip_payload != nullptr ? hear_offer(request, sip) : 200;
    case sip_method_info:
        return 200;
    case sip_method_options:
        return reply(request, SIP_200_OK);
    default:
        return reply(request, SIP_405_METHOD_NOT_ALLOWED);
    }
}

int Leg::hear_bye(const sip_t& sip) {
    happen(dialog::ByeReceived{q850_of(sip)});
    return 200;
}

/// A re-INVITE or an UPDATE: the other side moves its media, holds or resumes. One without an offer
/// asks for ours; the answer is then in the ACK.
int Leg::hear_offer(nta_incoming_t* request, const sip_t& sip) {
    if (nta_check_required(request, &sip, nullptr, TAG_END()) != 0) { // answered by 420
        nta_incoming_destroy(request);
        return 0;
    }
    const bool is_invite = sip.sip_request->rq_method == sip_method_invite;
    nta_leg_client_reroute(leg_.get(), nullptr, sip.sip_contact, 0); // the target may have moved
    const auto body = body_of(sip);
    if (body.empty()) {
        answer_due_in_ack_ = is_invite;
        if (sdp::offer(local_) != said_) ++local_.version; // what we say has changed
        said_ = sdp::offer(local_);
        return reply_with(request, said_);
    }
    const auto agreed = sdp::answer(local_, body);
    if (!agreed) return reply(request, SIP_488_NOT_ACCEPTABLE);
    if (agreed->text != said_) ++local_.version;
    said_ = sdp::answer(local_, body)->text;
    reply_with(request, said_);
    adopt(agreed->agreement);
    return 0;
}

int Leg::reply_with(nta_incoming_t* request, const std::string& body) {
    nta_incoming_bind(request, on_ack, this);
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()),
                        SIPTAG_ALLOW_STR(allowed_methods),
                        SIPTAG_CONTENT_TYPE_STR("application/sdp"),
                        SIPTAG_PAYLOAD_STR(body.c_str()), TAG_END());
    if (nta_incoming_method(request) == sip_method_invite) {
        offer_.reset(request);
    } else {
        nta_incoming_destroy(request);
    }
    return 0;
}

/// The ACK of a re-INVITE came, or (without a message) never will.
void Leg::hear_ack(nta_incoming_t* request, const sip_t* sip) {
    if (request != offer_.get()) return;
    const bool has_answer = answer_due_in_ack_ && sip != nullptr && sip->sip_payload != nullptr;
    answer_due_in_ack_ = false;
    if (has_answer) {
        if (const auto agreement = sdp::read_answer(body_of(*sip))) adopt(*agreement);
    }
    offer_.reset();
}

void Leg::adopt(const sdp::Agreement& agreement) {
    if (agreed_ == agreement) return; // a refresh that changes nothing
    agreed_ = agreement;
    tell(MediaChanged{agreement});
}

int Leg::on_request(Leg* leg, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept {
    return leg->hear_request(request, *sip);
}

int Leg::on_ack(Leg* leg, nta_incoming_t* request, const sip_t* sip) noexcept {
    leg->hear_ack(request, sip);
    return 0;
}

} // namespace hatif::telephony
