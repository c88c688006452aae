#include "telephony/calls_impl.hpp"
#include "telephony/openssl_hash.hpp"

#include "base/overloaded.hpp"
#include "sdp/description.hpp"

#include <cstdlib>
#include <cstring>
#include <vector>

namespace hatif::telephony {

namespace {

// 64 × T1: how long a trunk may take for its last word after CANCEL (RFC 3261, 9.1).
constexpr std::chrono::seconds guard_time{32};

constexpr const char* sdp_type = "application/sdp";

std::string uri_of(const std::string& user, const Trunk& trunk) {
    return "sip:" + user + '@' + trunk.host + ':' + std::to_string(trunk.port);
}

std::string text_of(const url_t* url) {
    const auto home = new_home();
    return url == nullptr ? std::string{} : text_or_empty(url_as_string(home.get(), url));
}

std::vector<std::string> challenges_of(const msg_auth_t* header) {
    std::vector<std::string> texts;
    const auto home = new_home();
    for (; header != nullptr; header = header->au_next) {
        const auto* any = reinterpret_cast<const sip_header_t*>(header);
        texts.push_back(text_or_empty(sip_header_as_string(home.get(), any)));
    }
    return texts;
}

} // namespace

Leg::Leg(CallsAgent& shared, CallRef ref, const Invite& invite, Calls::Listener listener)
    : shared_{shared}, ref_{ref}, trunk_{invite.trunk},
      call_id_{invite.attempt.value().to_string() + "@hatif"}, uri_{uri_of(invite.to,
                                                                           invite.trunk)},
      contact_{shared.contact(invite.from)}, listener_{std::move(listener)},
      local_{.at = invite.media, .session = ref.value()}, said_{sdp::offer(local_)} {
    const auto from = "<sip:" + invite.from + '@' + shared.config.address + '>';
    const auto to = '<' + uri_ + '>';
    leg_.reset(nta_leg_tcreate(shared.agent.get(), on_request, this,
                               SIPTAG_CALL_ID_STR(call_id_.c_str()), SIPTAG_FROM_STR(from.c_str()),
                               SIPTAG_TO_STR(to.c_str()), TAG_END()));
    if (leg_) nta_leg_tag(leg_.get(), nullptr);
}

Leg::~Leg() {
    if (guard_) shared_.thread.cancel(*guard_);
}

bool Leg::start() {
    return leg_ && send_invite();
}

void Leg::happen(dialog::Event event) {
    pending_.push_back(std::move(event));
    if (working_) return; // the listener's own wishes wait until the commands are carried out
    working_ = true;
    while (!pending_.empty()) {
        auto step = dialog::step(state_, pending_.front());
        pending_.pop_front();
        state_ = step.next;
        for (const auto& command : step.commands) act(command);
    }
    working_ = false;
}

void Leg::act(const dialog::Command& command) {
    const auto table = base::overloaded{
        [&](dialog::SendInvite) {
            if (!send_invite()) happen(dialog::Declined{{.cause = dialog::Cause::transport}});
        },
        [&](dialog::SendAck) { send_ack(); },
        [&](dialog::SendCancel) { nta_outgoing_cancel(invite_.get()); },
        [&](dialog::SendBye) { send_bye(); },
        [&](dialog::StartGuard) { start_guard(); },
        [&](dialog::TellRinging it) { tell(Ringing{it.code}); },
        [&](dialog::TellAnswered) {
            ++shared_.counts.answered;
            tell(Answered{*agreed_});
        },
        [&](const dialog::TellRefused& it) {
            tell(Refused{it.refusal, dialog::result_of(it.refusal)});
        },
        [&](dialog::TellEnded it) {
            tell(Ended{it.by, it.q850});
        },
        [&](dialog::Forget) { shared_.forget(ref_); },
    };
    std::visit(table, command);
}

bool Leg::send_invite() {
    authorization_ = demand_ ? authorize("INVITE", uri_) : "";
    const bool by_proxy = demand_ && demand_->by_proxy;
    const bool by_server = demand_ && !demand_->by_proxy;
    invite_.reset(nta_outgoing_tcreate(
        leg_.get(), on_invite_response, this, nullptr, SIP_METHOD_INVITE, as_url(uri_),
        SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed_methods),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(by_proxy, SIPTAG_PROXY_AUTHORIZATION_STR(authorization_.c_str())),
        TAG_IF(by_server, SIPTAG_AUTHORIZATION_STR(authorization_.c_str())),
        SIPTAG_CONTENT_TYPE_STR(sdp_type), SIPTAG_PAYLOAD_STR(said_.c_str()), TAG_END()));
    return invite_ != nullptr;
}

void Leg::send_ack() {
    const bool by_proxy = demand_ && demand_->by_proxy;
    const bool by_server = demand_ && !demand_->by_proxy;
    const auto* hop = next_hop_.empty() ? nullptr : as_url(next_hop_);
    // nta keeps it, and says it again to an answer that is repeated.
    const NtaOutgoing ack{nta_outgoing_tcreate(
        leg_.get(), nullptr, nullptr, hop, SIP_METHOD_ACK, nullptr,
        TAG_IF(by_proxy, SIPTAG_PROXY_AUTHORIZATION_STR(authorization_.c_str())),
        TAG_IF(by_server, SIPTAG_AUTHORIZATION_STR(authorization_.c_str())), TAG_END())};
    // nta looks for the INVITE to find the ACK's number; only now may it go. A second fork's answer
    // is acknowledged and hung up by nta itself.
    invite_.reset();
    demand_.reset();
}

void Leg::send_bye() {
    const auto* hop = next_hop_.empty() ? nullptr : as_url(next_hop_);
    const auto authorization = demand_ ? authorize("BYE", bye_uri_) : "";
    const bool by_proxy = demand_ && demand_->by_proxy;
    const bool by_server = demand_ && !demand_->by_proxy;
    bye_.reset(nta_outgoing_tcreate(
        leg_.get(), on_bye_response, this, hop, SIP_METHOD_BYE, nullptr,
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(by_proxy, SIPTAG_PROXY_AUTHORIZATION_STR(authorization.c_str())),
        TAG_IF(by_server, SIPTAG_AUTHORIZATION_STR(authorization.c_str())), TAG_END()));
    if (!bye_) {
        happen(dialog::ByeAnswered{});
        return;
    }
    bye_uri_ = text_of(nta_outgoing_request_uri(bye_.get()));
}

void Leg::start_guard() {
    const auto when = std::chrono::steady_clock::now() + guard_time;
    guard_ = shared_.thread.at(when, [this] {
        guard_.reset();
        happen(dialog::GuardFired{});
    });
}

void Leg::tell(const CallEvent& event) {
    listener_(ref_, event);
}

std::string Leg::authorize(const std::string& method, const std::string& uri) {
    return dialog::credentials(demand_->challenge,
                               {.user = trunk_.credentials->user,
                                .password = trunk_.credentials->password,
                                .method = method,
                                .uri = uri,
                                .cnonce = random_token()},
                               openssl_hash);
}

/// True when the response is a challenge that the trunk's credentials can answer.
bool Leg::take_challenge(const sip_t& sip) {
    const int code = sip.sip_status->st_status;
    if ((code != 401 && code != 407) || !trunk_.credentials) return false;
    const bool by_proxy = code == 407;
    const auto headers =
        challenges_of(by_proxy ? sip.sip_proxy_authenticate : sip.sip_www_authenticate);
    auto challenge = dialog::strongest(headers);
    if (!challenge) return false;
    demand_ = Demand{by_proxy, std::move(*challenge)};
    return true;
}

/// Where requests within the dialog go: their Contact, over the proxies that stay in the path. What
/// is no numeric address goes over the trunk, for nothing here resolves names.
void Leg::learn_route(const sip_t& answer) {
    nta_leg_rtag(leg_.get(), answer.sip_to->a_tag);
    nta_leg_client_route(leg_.get(), answer.sip_record_route, answer.sip_contact);
    const sip_route_t* route = nullptr;
    const sip_contact_t* target = nullptr;
    nta_leg_get_route(leg_.get(), &route, &target);
    const url_t* hop = route != nullptr    ? route->r_url
                       : target != nullptr ? target->m_url
                                           : nullptr;
    const auto host = hop == nullptr ? std::string{} : text_or_empty(hop->url_host);
    if (!shared_.trust(host)) next_hop_ = "sip:" + trunk_.host + ':' + std::to_string(trunk_.port);
}

bool Leg::take_answer(const sip_t& answer) {
    const auto agreement = sdp::read_answer(body_of(answer));
    if (agreement) agreed_ = *agreement;
    return agreement.has_value();
}

void Leg::hear_invite_response(nta_outgoing_t* request, const sip_t* sip) {
    if (request != invite_.get()) return;
    const int code = sip != nullptr ? sip->sip_status->st_status : 0;
    if (code >= 100 && code < 200) return happen(dialog::Provisional{code});
    if (code >= 200 && code < 300) {
        learn_route(*sip);
        return happen(dialog::Accepted{take_answer(*sip)});
    }
    if (sip != nullptr && take_challenge(*sip)) return happen(dialog::Challenged{refusal_of(sip)});
    happen(dialog::Declined{refusal_of(sip)});
}

void Leg::hear_bye_response(nta_outgoing_t* request, const sip_t* sip) {
    if (request != bye_.get() || (sip != nullptr && sip->sip_status->st_status < 200)) return;
    if (sip != nullptr && take_challenge(*sip)) return happen(dialog::Challenged{});
    happen(dialog::ByeAnswered{});
}

int Leg::on_invite_response(Leg* leg, nta_outgoing_t* request, const sip_t* sip) noexcept {
    leg->hear_invite_response(request, sip);
    return 0;
}

int Leg::on_bye_response(Leg* leg, nta_outgoing_t* request, const sip_t* sip) noexcept {
    leg->hear_bye_response(request, sip);
    return 0;
}

std::optional<int> q850_of(const sip_t& sip) {
    for (const auto* reason = sip.sip_reason; reason != nullptr; reason = reason->re_next) {
        if (reason->re_protocol != nullptr && strcasecmp(reason->re_protocol, "Q.850") == 0 &&
            reason->re_cause != nullptr) {
            const int cause = std::atoi(reason->re_cause);
            if (cause > 0 && cause < 128) return cause;
        }
    }
    return std::nullopt;
}

dialog::Refusal refusal_of(const sip_t* sip) {
    using dialog::Cause;
    if (sip == nullptr) return {.cause = Cause::transport};
    const auto* status = sip->sip_status;
    if (nta_sip_is_internal(sip)) { // nta's own word, nothing came from the trunk
        return {.cause = status->st_status == 408 ? Cause::timeout : Cause::transport,
                .phrase = text_or_empty(status->st_phrase)};
    }
    dialog::Refusal refusal{.code = status->st_status,
                            .phrase = text_or_empty(status->st_phrase),
                            .q850 = q850_of(*sip)};
    if (sip->sip_retry_after != nullptr) {
        refusal.retry_after = std::chrono::seconds{sip->sip_retry_after->af_delta};
    }
    return refusal;
}

} // namespace hatif::telephony
