#include "telephony/leg_impl.hpp"

#include "telephony/calls_impl.hpp"

namespace hatif::telephony {

namespace {

constexpr const char* sdp_type = "application/sdp";
constexpr int most_reroutes = 3;
constexpr const char* with_100rel = "timer, norefersub, 100rel";

std::string tag_of(const sip_t& sip) {
    return sip.sip_to == nullptr ? std::string{} : text_or_empty(sip.sip_to->a_tag);
}

} // namespace

bool Leg::send_invite() {
    auto way = shared_.trunks.way_to(trunk_.id);
    if (!way) return false;
    way_ = std::move(*way);
    forks_ = {};
    pracks_.clear();
    if (!demand_) authorizations_ = shared_.authorize_ahead(trunk_, "INVITE", uri_);
    const auto& [server, proxy] = authorizations_;
    const bool expires = expires_ > std::chrono::seconds{0};
    const auto interval = std::to_string(expires_.count());
    const bool raised = expires_ != trunk_.session_expires; // a 422 said so (RFC 4028, 7.4)
    const auto asserted = "P-Asserted-Identity: " + identity_;
    invite_.reset(nta_outgoing_tcreate(
        leg_.get(), on_invite_response, this, as_url(way_.hop), SIP_METHOD_INVITE, as_url(uri_),
        SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed_methods),
        SIPTAG_SUPPORTED_STR(trunk_.reliable_provisional ? with_100rel : supported_extensions),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(trunk_.asserts_identity, SIPTAG_HEADER_STR(asserted.c_str())),
        TAG_IF(trunk_.withholds_identity, SIPTAG_PRIVACY_STR("id")),
        TAG_IF(expires, SIPTAG_SESSION_EXPIRES_STR(interval.c_str())),
        TAG_IF(expires && raised, SIPTAG_MIN_SE_STR(interval.c_str())),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())),
        SIPTAG_CONTENT_TYPE_STR(sdp_type), SIPTAG_PAYLOAD_STR(said_.c_str()), TAG_END()));
    shared_.unheard.sent(ref_.value(), trunk_.id, std::chrono::steady_clock::now());
    return invite_ != nullptr;
}

void Leg::hear_invite_response(nta_outgoing_t* request, const sip_t* sip) {
    if (request != invite_.get()) return;
    hear_of_trunk(sip);
    if (tries_elsewhere(sip)) return;
    const int code = sip != nullptr ? sip->sip_status->st_status : 0;
    if (code >= 100 && code < 200) return hear_provisional(*sip);
    if (code >= 200 && code < 300) return hear_answer(*sip);
    hear_refusal(sip);
}

/// What an answer, or none, says of the trunk itself.
void Leg::hear_of_trunk(const sip_t* sip) {
    const bool is_answer = sip != nullptr && !nta_sip_is_internal(sip);
    if (is_answer) {
        shared_.unheard.heard(ref_.value(), trunk_.id, std::chrono::steady_clock::now());
        shared_.trunks.heard(trunk_.id);
        if (auto* const nonces = shared_.trunks.nonces_of(trunk_.id)) renew(*nonces, *sip);
    } else if (std::holds_alternative<dialog::Calling>(state_)) {
        Trunks::drop_connection(invite_.get());
    }
    if (!is_answer || sip->sip_status->st_status >= 300) {
        shared_.trunks.heard(trunk_.id, refusal_of(sip), way_);
    }
}

/// True when the INVITE did not get there, nobody has answered it, and the trunk's name stands for
/// another place: it goes there (RFC 3263, 4.3).
bool Leg::tries_elsewhere(const sip_t* sip) {
    const bool lost = refusal_of(sip).cause == dialog::Cause::transport;
    if (!lost || !std::holds_alternative<dialog::Calling>(state_) || reroutes_ >= most_reroutes) {
        return false;
    }
    const auto next = shared_.trunks.way_to(trunk_.id);
    if (!next || (next->address == way_.address && next->port == way_.port)) return false;
    ++reroutes_;
    return send_invite();
}

void Leg::hear_provisional(const sip_t& sip) {
    using Verdict = dialog::Forks::Verdict;
    const int code = sip.sip_status->st_status;
    const auto tag = tag_of(sip);
    if (code > 100 && !tag.empty()) {
        const bool reliable = trunk_.reliable_provisional && sip.sip_rseq != nullptr &&
                              sip_has_feature(sip.sip_require, "100rel") != 0;
        const auto verdict = forks_.hear(
            tag,
            reliable ? std::optional{static_cast<std::uint32_t>(sip.sip_rseq->rs_response)}
                     : std::nullopt,
            body_of(sip));
        if (verdict == Verdict::ignored) return;
        if (verdict == Verdict::reliable) acknowledge_early(sip);
    }
    happen(dialog::Provisional{code});
}

void Leg::hear_answer(const sip_t& sip) {
    const auto tag = tag_of(sip);
    if (!tag.empty()) nta_leg_rtag(leg_.get(), tag.c_str());
    nta_leg_client_route(leg_.get(), sip.sip_record_route, sip.sip_contact);
    interval_ =
        dialog::interval_of_answer(session_expires_of(sip), shared_.config.shortest_interval);
    takes_update_ = takes_update(sip);
    // What was said before the 200 is its answer when it says nothing itself (RFC 3261, 13.2.1).
    const auto body = body_of(sip);
    const auto agreed = sdp::read_answer(local_, body.empty() ? forks_.sdp_of(tag) : body);
    if (agreed) agreed_ = *agreed;
    happen(dialog::Accepted{agreed.has_value()});
}

void Leg::hear_refusal(const sip_t* sip) {
    const auto refusal = refusal_of(sip);
    if (take_challenge(sip)) {
        return happen(dialog::Challenged{refusal, demand_->challenge.stale});
    }
    if (sip != nullptr && take_longer_interval(*sip)) return happen(dialog::TooShort{refusal});
    if (sip != nullptr && take_redirection(*sip)) return happen(dialog::Redirected{refusal});
    happen(dialog::Declined{refusal});
}

/// True when the answer is a challenge that the trunk's credentials can answer.
bool Leg::take_challenge(const sip_t* sip) {
    if (!trunk_.credentials) return false;
    auto demand = demand_of(sip);
    if (!demand) return false;
    demand_ = std::move(demand);
    const auto& challenge = demand_->challenge;
    if (auto* const nonces = shared_.trunks.nonces_of(trunk_.id)) {
        nonces->take(challenge, demand_->by_proxy);
    }
    auto& header = demand_->by_proxy ? authorizations_.proxy : authorizations_.server;
    header = shared_.authorize(trunk_, challenge, "INVITE", uri_);
    return true;
}

/// True for a 422 whose Min-SE is more than we asked for; it is asked for then.
bool Leg::take_longer_interval(const sip_t& sip) {
    const auto least = min_se_of(sip);
    if (sip.sip_status->st_status != 422 || expires_ == std::chrono::seconds{0}) return false;
    if (least <= expires_) return false;
    expires_ = least;
    return true;
}

/// True for a 3xx to a host of the trunk's own, when its settings let us follow: anything else is a
/// door to toll fraud.
bool Leg::take_redirection(const sip_t& sip) {
    const int code = sip.sip_status->st_status;
    if (!trunk_.follows_redirects || code < 300 || code > 399) return false;
    for (const auto* to = sip.sip_contact; to != nullptr; to = to->m_next) {
        const auto& url = *to->m_url;
        if (url.url_type != url_sip || url.url_user == nullptr || url.url_host == nullptr) continue;
        const bool own =
            url.url_host == trunk_.host || shared_.trunks.whose(url.url_host) == trunk_.id;
        if (!own) continue;
        url_t clean = url;
        clean.url_headers = nullptr; // "?Route=…" would write our message
        uri_ = text_of(&clean);
        return true;
    }
    return false;
}

int Leg::on_invite_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept {
    static_cast<Leg*>(user)->hear_invite_response(request, sip);
    return 0;
}

} // namespace hatif::telephony
