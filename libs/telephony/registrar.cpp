#include "telephony/registrar_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/openssl_hash.hpp"
#include "telephony/sip_headers_impl.hpp"
#include "telephony/trunk_link_impl.hpp"

#include "base/overloaded.hpp"

#include <cstdlib>
#include <random>

namespace hatif::telephony {

namespace machine = registration;

Registrar::Registrar(CallsAgent& shared, TrunkLink& link, News news)
    : shared_{shared}, link_{link}, trunk_{link.trunk()}, news_{std::move(news)},
      registrar_{request_uri("", trunk_)} {
    // Who registers and what is registered are the same: the credentials' user at the trunk.
    const auto self = "<sip:" + trunk_.credentials->user + '@' + trunk_.host + '>';
    leg_.reset(nta_leg_tcreate(shared.agent.get(), refuse_request, this,
                               SIPTAG_FROM_STR(self.c_str()), SIPTAG_TO_STR(self.c_str()),
                               TAG_END()));
    if (leg_) nta_leg_tag(leg_.get(), nullptr);
    happen(machine::Started{});
}

Registrar::~Registrar() {
    if (timer_) shared_.thread.cancel(*timer_);
}

void Registrar::happen(const machine::Event& event) {
    auto result = machine::step(state_, event);
    state_ = result.next;
    for (const auto& command : result.commands) act(command);
}

void Registrar::act(const machine::Command& command) {
    const auto table = base::overloaded{
        [&](machine::SendRegister it) { send(it.expires); },
        [&](const machine::SetTimer& it) { plan(it); },
        [&](machine::TellRegistered) { news_(RegistrationHeld{}); },
        [&](const machine::TellRefused& it) { news_(RegistrationRefused{it.reason}); },
        [&](machine::Finish) { news_(RegistrationOver{}); },
    };
    std::visit(table, command);
}

void Registrar::plan(const machine::SetTimer& it) {
    std::chrono::milliseconds after{it.after};
    if (it.varies) {
        static std::mt19937 random{std::random_device{}()};
        after = std::chrono::milliseconds{
            std::uniform_int_distribution<long>{after.count() / 2, after.count()}(random)};
    }
    if (timer_) shared_.thread.cancel(*timer_);
    timer_ = shared_.thread.at(std::chrono::steady_clock::now() + after, [this] {
        timer_.reset();
        happen(machine::TimerFired{});
    });
}

void Registrar::send(std::chrono::seconds expires) {
    if (timer_) shared_.thread.cancel(*std::exchange(timer_, std::nullopt));
    const auto way = link_.way();
    if (!way || !leg_) { // its name has no address yet: as if it had not answered
        request_.reset();
        return happen(machine::NoAnswer{});
    }
    const auto authorizations = authorize();
    const auto contact = shared_.contact(trunk_.credentials->user, trunk_);
    request_.reset(
        nta_outgoing_tcreate(leg_.get(), on_response, this, as_url(way->hop), SIP_METHOD_REGISTER,
                             as_url(registrar_), SIPTAG_CONTACT_STR(contact.c_str()),
                             SIPTAG_EXPIRES_STR(std::to_string(expires.count()).c_str()),
                             SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
                             TAG_IF(!way->ident.empty(), TPTAG_IDENT(way->ident.c_str())),
                             TAG_IF(!authorizations.proxy.empty(),
                                    SIPTAG_PROXY_AUTHORIZATION_STR(authorizations.proxy.c_str())),
                             TAG_IF(!authorizations.server.empty(),
                                    SIPTAG_AUTHORIZATION_STR(authorizations.server.c_str())),
                             TAG_END()));
    if (!request_) happen(machine::NoAnswer{});
}

dialog::Authorizations Registrar::authorize() {
    const auto proof = proof_of(*trunk_.credentials, "REGISTER", registrar_);
    if (!demand_) return link_.nonces().ahead(proof, openssl_hash);
    auto value = link_.nonces().answer(demand_->challenge, proof, openssl_hash);
    if (demand_->by_proxy) return {.server = {}, .proxy = std::move(value)};
    return {.server = std::move(value), .proxy = {}};
}

/// How long ours lasts: as its Contact in the answer says, else the Expires header.
std::chrono::seconds Registrar::granted(const sip_t& sip) const {
    const auto ours = shared_.contact(trunk_.credentials->user, trunk_);
    for (const auto* it = sip.sip_contact; it != nullptr; it = it->m_next) {
        const auto home = new_home();
        auto* const url = url_as_string(home.get(), it->m_url);
        if (it->m_expires != nullptr && url != nullptr && '<' + std::string{url} + '>' == ours) {
            return std::chrono::seconds{std::strtoul(it->m_expires, nullptr, 10)};
        }
    }
    return std::chrono::seconds{sip.sip_expires != nullptr ? sip.sip_expires->ex_delta : 0};
}

std::optional<machine::Event> Registrar::read(const sip_t* sip) {
    if (sip == nullptr || nta_sip_is_internal(sip)) return machine::NoAnswer{};
    const int code = sip->sip_status->st_status;
    if (code < 200) return std::nullopt;
    if (code < 300) {
        renew(link_.nonces(), *sip);
        return machine::Granted{granted(*sip)};
    }
    if (auto demand = demand_of(sip)) {
        link_.nonces().take(demand->challenge, demand->by_proxy);
        demand_ = std::move(demand);
        return machine::Challenged{demand_->challenge.stale};
    }
    if (code == 423 && sip->sip_min_expires != nullptr) {
        return machine::TooBrief{std::chrono::seconds{sip->sip_min_expires->me_delta}};
    }
    return machine::Refused{code, refusal_of(sip).retry_after};
}

void Registrar::hear(nta_outgoing_t* request, const sip_t* sip) {
    if (request != request_.get()) return;
    const auto event = read(sip);
    if (!event) return;
    if (!std::holds_alternative<machine::Challenged>(*event)) demand_.reset();
    if (std::holds_alternative<machine::NoAnswer>(*event)) Trunks::drop_connection(request);
    const NtaOutgoing done{request_.release()}; // what follows may make the next
    happen(*event);
}

int Registrar::on_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept {
    static_cast<Registrar*>(user)->hear(request, sip);
    return 0;
}

} // namespace hatif::telephony
