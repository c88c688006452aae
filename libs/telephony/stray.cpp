#include "telephony/calls_impl.hpp"
#include "telephony/inbound_headers_impl.hpp"
#include "telephony/inbound_impl.hpp"
#include "telephony/sip_headers_impl.hpp"

#include "sdp/description.hpp"

namespace hatif::telephony {

namespace {

constexpr const char* retry_after = "5";

/// A word on what was wrong, where the code alone does not say it.
const char* phrase_of(int code) {
    return code == 400 ? "Missing Contact Header" : nullptr;
}

void reply_to(nta_agent_t* nta, msg_t* message, const sip_t& sip, int code) {
    const auto home = new_home();
    const auto* const unknown = code == 420 ? unknown_extensions(home.get(), sip) : nullptr;
    const bool tells_abilities = code == 200 || code == 405 || code == 501;
    const bool tells_types = code == 200 || code == 406 || code == 415;
    nta_msg_treply(nta, message, code, phrase_of(code),
                   TAG_IF(unknown != nullptr, SIPTAG_UNSUPPORTED(unknown)),
                   TAG_IF(tells_abilities, SIPTAG_ALLOW_STR(allowed_methods)),
                   TAG_IF(code == 200, SIPTAG_SUPPORTED_STR(supported_extensions)),
                   TAG_IF(tells_types, SIPTAG_ACCEPT_STR("application/sdp")),
                   TAG_IF(code == 415, SIPTAG_ACCEPT_ENCODING_STR("identity")),
                   TAG_IF(code == 503, SIPTAG_RETRY_AFTER_STR(retry_after)), TAG_END());
}

/// RFC 4028, 9: an interval that is too short is told the shortest.
bool is_too_short(const sip_t& sip, const Trunk& trunk) {
    return dialog::answer_timer(timer_wish_of(sip), trunk.session_expires).too_short;
}

void take_call(CallsAgent& agent, nta_agent_t* nta, msg_t* message, const sip_t& sip) {
    Trunk asked;
    asked.id = *agent.trunks.whose(source_of(message));
    const auto& trunk = agent.trunks.in_force(asked);
    if (is_too_short(sip, trunk)) {
        const auto least = std::to_string(dialog::shortest_interval.count());
        nta_msg_treply(nta, message, SIP_422_SESSION_TIMER_TOO_SMALL,
                       SIPTAG_MIN_SE_STR(least.c_str()), TAG_END());
        return;
    }
    const auto ref = agent.next_ref();
    auto call = std::make_unique<InboundCall>(agent, ref, trunk, message, sip);
    if (!call->is_made()) return; // nta could not; the caller will say it again
    auto& taken = *call;
    agent.keep(ref, std::move(call));
    taken.begin(agent.incoming);
}

void hear_request(CallsAgent& agent, nta_agent_t* nta, msg_t* message, const sip_t& sip) {
    using Deed = InboundAnswer::Deed;
    const auto [deed, code] = answer_to(read_request(agent, message, sip));
    if (deed == Deed::take) {
        take_call(agent, nta, message, sip);
    } else if (deed == Deed::reply) {
        reply_to(nta, message, sip, code);
    } else {
        nta_msg_discard(nta, message);
    }
}

/// nta would look up a name, and nothing here may: only numeric addresses are gone to.
bool is_numeric(const url_t* url) {
    return url != nullptr && sdp::is_ipv4(text_or_empty(url->url_host));
}

/// An answer to an INVITE that nobody remembers: someone picked up, and must not be left hanging.
bool is_orphan_answer(CallsAgent& agent, msg_t* message, const sip_t& sip) {
    const int code = sip.sip_status->st_status;
    if (code < 200 || code > 299 || sip.sip_cseq->cs_method != sip_method_invite) return false;
    if (agent.find_live(text_or_empty(sip.sip_call_id->i_id)) != nullptr) return false;
    if (!agent.trunks.whose(source_of(message)) || sip.sip_contact == nullptr) return false;
    const auto* hop = sip.sip_record_route;
    while (hop != nullptr && hop->r_next != nullptr) hop = hop->r_next;
    return is_numeric(hop != nullptr ? hop->r_url : sip.sip_contact->m_url);
}

} // namespace

int on_stray(CallsAgent* agent, nta_agent_t* nta, msg_t* message, sip_t* sip) noexcept {
    if (sip->sip_request != nullptr) {
        hear_request(*agent, nta, message, *sip);
    } else if (sip->sip_status != nullptr && is_orphan_answer(*agent, message, *sip)) {
        // Where it fails, it leaves the message to us.
        if (nta_msg_ackbye(nta, message) != 0) nta_msg_discard(nta, message);
    } else {
        nta_msg_discard(nta, message);
    }
    return 0;
}

} // namespace hatif::telephony
