#include "telephony/leg_impl.hpp"

#include "telephony/calls_impl.hpp"

#include <algorithm>

namespace hatif::telephony {

namespace {

std::string text_of_header(const void* header) {
    const auto home = new_home();
    const auto* any = static_cast<const sip_header_t*>(header);
    return any == nullptr ? std::string{} : text_or_empty(sip_header_as_string(home.get(), any));
}

/// "1 20 INVITE": what a PRACK acknowledges (RFC 3262, 7.2).
std::string rack_of(const sip_t& sip) {
    return std::to_string(sip.sip_rseq->rs_response) + ' ' + std::to_string(sip.sip_cseq->cs_seq) +
           " INVITE";
}

/// All headers of the reversed Record-Route, as one.
std::string route_of(const sip_route_t* route) {
    std::string text;
    for (; route != nullptr; route = route->r_next) {
        if (!text.empty()) text += ", ";
        text += '<' + text_of(route->r_url) + '>';
    }
    return text;
}

int reply(nta_incoming_t* request, int status, const char* phrase) {
    nta_incoming_treply(request, status, phrase, SIPTAG_ALLOW_STR(allowed_methods),
                        SIPTAG_SUPPORTED_STR(supported_extensions), TAG_END());
    nta_incoming_destroy(request);
    return 0;
}

} // namespace

/// A reliable 18x has begun or gone on with an early dialog of its own route and target.
void Leg::acknowledge_early(const sip_t& sip) {
    const auto home = new_home();
    const auto* route = sip_route_reverse(home.get(), sip.sip_record_route);
    const url_t* target = sip.sip_contact == nullptr ? nullptr : sip.sip_contact->m_url;
    const url_t* hop = route == nullptr ? target : route->r_url;
    Prack prack{.rack = rack_of(sip),
                .to = text_of_header(sip.sip_to),
                .target = target == nullptr ? uri_ : text_of(target),
                .route = route_of(route),
                .direct = goes_direct(shared_, hop, way_)};
    if (send_prack(prack)) pracks_.push_back(std::move(prack));
}

bool Leg::send_prack(Prack& prack) {
    if (prack.challenges == 0) {
        prack.authorizations = shared_.authorize_ahead(trunk_, "PRACK", prack.target);
    }
    const auto& [server, proxy] = prack.authorizations;
    prack.request.reset(nta_outgoing_tcreate(
        leg_.get(), on_prack_response, this, prack.direct ? nullptr : as_url(way_.hop),
        SIP_METHOD_PRACK, as_url(prack.target), SIPTAG_TO_STR(prack.to.c_str()),
        SIPTAG_RACK_STR(prack.rack.c_str()),
        TAG_IF(!prack.route.empty(), SIPTAG_ROUTE_STR(prack.route.c_str())),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END()));
    return prack.request != nullptr;
}

/// Only a challenge is worth an answer: who loses a PRACK repeats its 18x, or gives the call up.
void Leg::hear_prack_response(nta_outgoing_t* request, const sip_t* sip) {
    if (code_of(sip) < 200) return;
    const auto prack =
        std::ranges::find_if(pracks_, [&](const Prack& it) { return it.request.get() == request; });
    if (prack == pracks_.end()) return;
    const auto demand = demand_of(sip);
    const bool again = demand && leg_ && trunk_.credentials && prack->challenges < 2 &&
                       (prack->challenges == 0 || demand->challenge.stale);
    if (again) {
        ++prack->challenges;
        if (auto* const nonces = shared_.trunks.nonces_of(trunk_.id)) {
            nonces->take(demand->challenge, demand->by_proxy);
        }
        auto& header =
            demand->by_proxy ? prack->authorizations.proxy : prack->authorizations.server;
        header = shared_.authorize(trunk_, demand->challenge, "PRACK", prack->target);
        if (send_prack(*prack)) return;
    }
    pracks_.erase(prack);
}

/// A request within an early dialog. 0: it was answered here; else the code for nta to answer.
int Leg::hear_request(nta_incoming_t* request, const sip_t& sip) {
    switch (sip.sip_request->rq_method) {
    case sip_method_ack:
        return 200; // never answered; but with 0 nta would keep it for ever
    case sip_method_update:
        return hear_early_update(request, sip);
    case sip_method_options:
        return reply(request, SIP_200_OK);
    default:
        return 481; // a callee may not even say BYE before the answer (RFC 3261, 15)
    }
}

/// The callee moves its media before it answers (RFC 3311): only once our offer was answered.
int Leg::hear_early_update(nta_incoming_t* request, const sip_t& sip) {
    if (nta_check_required(request, &sip, supported_list(), TAG_END()) != 0) { // answered by 420
        nta_incoming_destroy(request);
        return 0;
    }
    const auto body = body_of(sip);
    const auto tag = sip.sip_from == nullptr ? std::string{} : text_or_empty(sip.sip_from->a_tag);
    if (!body.empty() && !forks_.is_agreed(tag)) return 491;
    std::string text;
    if (!body.empty()) {
        auto changed = local_;
        ++changed.version;
        const auto answer = sdp::answer(changed, body);
        if (!answer) return 488;
        local_ = std::move(changed);
        text = answer->text;
        said_ = text;
        forks_.replace(tag, body);
    }
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()),
                        SIPTAG_ALLOW_STR(allowed_methods),
                        TAG_IF(!text.empty(), SIPTAG_CONTENT_TYPE_STR("application/sdp")),
                        TAG_IF(!text.empty(), SIPTAG_PAYLOAD_STR(text.c_str())), TAG_END());
    nta_incoming_destroy(request);
    return 0;
}

int Leg::on_prack_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept {
    static_cast<Leg*>(user)->hear_prack_response(request, sip);
    return 0;
}

int Leg::on_request(NtaUser* user, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) noexcept {
    return static_cast<Leg*>(user)->hear_request(request, *sip);
}

} // namespace hatif::telephony
