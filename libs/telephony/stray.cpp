#include "telephony/calls_impl.hpp"

namespace hatif::telephony {

namespace {

void answer_stray_request(nta_agent_t* nta, msg_t* message, const sip_t& sip) {
    const auto method = sip.sip_request->rq_method;
    const bool in_dialog = sip.sip_to != nullptr && sip.sip_to->a_tag != nullptr;
    const auto scheme = sip.sip_request->rq_url->url_type;
    if (method == sip_method_ack) {
        nta_msg_discard(nta, message);
    } else if (scheme != url_sip && scheme != url_sips) {
        nta_msg_treply(nta, message, SIP_416_UNSUPPORTED_URI, TAG_END());
    } else if (in_dialog || method == sip_method_cancel || method == sip_method_bye) {
        nta_msg_treply(nta, message, SIP_481_NO_TRANSACTION, TAG_END());
    } else if (method == sip_method_options) {
        nta_msg_treply(nta, message, SIP_200_OK, SIPTAG_ALLOW_STR(allowed_methods),
                       SIPTAG_ACCEPT_STR("application/sdp"), TAG_END());
    } else if (method == sip_method_invite) {
        nta_msg_treply(nta, message, SIP_404_NOT_FOUND, TAG_END()); // no calls are taken
    } else {
        nta_msg_treply(nta, message, SIP_405_METHOD_NOT_ALLOWED, SIPTAG_ALLOW_STR(allowed_methods),
                       TAG_END());
    }
}

/// An answer to an INVITE that nobody remembers: someone picked up, and must not be left hanging.
bool is_orphan_answer(CallsAgent& agent, const sip_t& sip) {
    const int code = sip.sip_status->st_status;
    return code >= 200 && code < 300 && sip.sip_cseq != nullptr &&
           sip.sip_cseq->cs_method == sip_method_invite && sip.sip_call_id != nullptr &&
           agent.find_live(text_or_empty(sip.sip_call_id->i_id)) == nullptr;
}

} // namespace

int on_stray(CallsAgent* agent, nta_agent_t* nta, msg_t* message, sip_t* sip) noexcept {
    if (sip->sip_request != nullptr) {
        answer_stray_request(nta, message, *sip);
    } else if (sip->sip_status != nullptr && is_orphan_answer(*agent, *sip)) {
        nta_msg_ackbye(nta, message);
    } else {
        nta_msg_discard(nta, message);
    }
    return 0;
}

} // namespace hatif::telephony
