#include "telephony/session_impl.hpp"

#include "telephony/calls_impl.hpp"

#include <sofia-sip/sip_extra.h>

#include <cstring>

namespace hatif::telephony {

namespace session = dialog::session;

namespace {

constexpr const char* sdp_type = "application/sdp";

/// `Refer-Sub: false` (RFC 4488).
bool says_no_subscription(const sip_t& sip) {
    const auto* said = sip_refer_sub(const_cast<sip_t*>(&sip));
    return said != nullptr && said->rs_value != nullptr && strcasecmp(said->rs_value, "false") == 0;
}

} // namespace

/// The credentials that can be said before they are asked for.
void Session::prepare(Asked& asked, const char* method) {
    if (!trunk_.credentials || asked.challenges > 0) return;
    const sip_route_t* route = nullptr;
    const sip_contact_t* target = nullptr;
    nta_leg_get_route(leg_.get(), &route, &target);
    if (target == nullptr) return;
    asked.authorizations = shared_.authorize_ahead(trunk_, method, text_of(target->m_url));
}

/// True when the answer is a challenge, and the request may go again with its credentials: once,
/// and once more when only the nonce was too old.
bool Session::answers_challenge(Asked& asked, const char* method, const sip_t* sip) {
    if (!trunk_.credentials || asked.challenges >= 2) return false;
    const auto demand = demand_of(sip);
    if (!demand || (asked.challenges == 1 && !demand->challenge.stale)) return false;
    ++asked.challenges;
    if (auto* nonces = shared_.trunks.nonces_of(trunk_.id)) {
        nonces->take(demand->challenge, demand->by_proxy);
    }
    const auto uri = text_of(nta_outgoing_request_uri(asked.request.get()));
    auto& header = demand->by_proxy ? asked.authorizations.proxy : asked.authorizations.server;
    header = shared_.authorize(trunk_, demand->challenge, method, uri);
    return true;
}

void Session::send_bye() {
    prepare(bye_, "BYE");
    const auto reason = reason_of(bye_q850_);
    const auto& [server, proxy] = bye_.authorizations;
    bye_.request.reset(nta_outgoing_tcreate(
        leg_.get(), on_answer<&Session::hear_bye_answer>, this, hop(), SIP_METHOD_BYE, nullptr,
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()), SIPTAG_REASON_STR(reason.c_str()),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END()));
    if (!bye_.request) happen(session::ByeAnswered{});
}

void Session::hear_bye_answer(nta_outgoing_t* request, const sip_t* sip) {
    if (request != bye_.request.get() || code_of(sip) < 200) return;
    if (answers_challenge(bye_, "BYE", sip)) return send_bye();
    happen(session::ByeAnswered{});
}

void Session::send_refresh(bool by_invite) {
    const char* method = by_invite ? "INVITE" : "UPDATE";
    prepare(refresh_, method);
    const auto expires = session_expires_in_request(*state_.interval);
    const auto& [server, proxy] = refresh_.authorizations;
    refresh_.request.reset(nta_outgoing_tcreate(
        leg_.get(), on_answer<&Session::hear_refresh_answer>, this, hop(),
        by_invite ? sip_method_invite : sip_method_update, method, nullptr,
        SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed_methods),
        SIPTAG_SUPPORTED_STR(supported_extensions), SIPTAG_SESSION_EXPIRES_STR(expires.c_str()),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(by_invite, SIPTAG_CONTENT_TYPE_STR(sdp_type)),
        TAG_IF(by_invite, SIPTAG_PAYLOAD_STR(said_.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END()));
    if (!refresh_.request) happen(session::RefreshAnswered{500});
}

/// nta keeps the ACK, and says it again to an answer that is repeated.
void Session::acknowledge_refresh() {
    auto* const invite = refresh_.request.get();
    const auto cseq = std::to_string(nta_outgoing_cseq(invite)) + " ACK";
    const auto& [server, proxy] = refresh_.authorizations;
    const NtaOutgoing ack{nta_outgoing_tcreate(
        leg_.get(), nullptr, nullptr, hop(), SIP_METHOD_ACK, nullptr, SIPTAG_CSEQ_STR(cseq.c_str()),
        NTATAG_ACK_BRANCH(nta_outgoing_branch(invite)),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END())};
}

void Session::hear_refresh_answer(nta_outgoing_t* request, const sip_t* sip) {
    const int code = code_of(sip);
    if (request != refresh_.request.get() || code < 200) return;
    const bool by_invite = nta_outgoing_method(request) == sip_method_invite;
    if (code < 300) {
        nta_leg_client_reroute(leg_.get(), nullptr, sip->sip_contact, 0);
        direct_ = goes_direct(shared_, leg_.get(), way_);
        if (by_invite) acknowledge_refresh();
        if (by_invite && state_.life == session::Life::up) {
            if (const auto agreed = sdp::read_answer(local_, body_of(*sip))) adopt(*agreed);
        }
    } else if (state_.life == session::Life::up &&
               answers_challenge(refresh_, by_invite ? "INVITE" : "UPDATE", sip)) {
        return send_refresh(by_invite);
    }
    refresh_ = {};
    session::RefreshAnswered answered{code};
    if (code < 300) {
        answered.interval =
            dialog::interval_of_answer(session_expires_of(*sip), shared_.config.shortest_interval);
    } else if (sip != nullptr) {
        answered.least = min_se_of(*sip);
    }
    happen(answered);
}

void Session::send_refer() {
    prepare(refer_, "REFER");
    const auto& [server, proxy] = refer_.authorizations;
    refer_.request.reset(nta_outgoing_tcreate(
        leg_.get(), on_answer<&Session::hear_refer_answer>, this, hop(), SIP_METHOD_REFER, nullptr,
        SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_REFER_TO_STR(refer_to_.c_str()),
        TAG_IF(!us_.empty(), SIPTAG_REFERRED_BY_STR(us_.c_str())),
        SIPTAG_SUPPORTED_STR(supported_extensions),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END()));
    if (!refer_.request) return happen(session::ReferAnswered{500});
    refer_cseq_ = nta_outgoing_cseq(refer_.request.get());
}

void Session::hear_refer_answer(nta_outgoing_t* request, const sip_t* sip) {
    const int code = code_of(sip);
    if (request != refer_.request.get() || code < 200) return;
    if (state_.life == session::Life::up && answers_challenge(refer_, "REFER", sip)) {
        return send_refer();
    }
    const bool no_subscription = sip != nullptr && says_no_subscription(*sip);
    refer_ = {};
    happen(session::ReferAnswered{code, no_subscription});
}

} // namespace hatif::telephony
