#include "telephony/leg_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/media_key_impl.hpp"

#include "base/overloaded.hpp"

#include <utility>

namespace hatif::telephony {

namespace {

constexpr const char* nobody = "anonymous";
constexpr const char* from_nobody = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";

/// What a call needs of its trunk; certificates stay where they are.
Trunk for_a_call(const Trunk& trunk) {
    return {.id = trunk.id,
            .host = trunk.host,
            .port = trunk.port,
            .transport = trunk.transport,
            .credentials = trunk.credentials,
            .asserts_identity = trunk.asserts_identity,
            .withholds_identity = trunk.withholds_identity,
            .follows_redirects = trunk.follows_redirects,
            .reliable_provisional = trunk.reliable_provisional,
            .session_expires = trunk.session_expires,
            .srtp = trunk.srtp};
}

sdp::Local local_of(const Invite& invite, CallRef ref) {
    sdp::Local local{.at = invite.media, .session = ref.value()};
    if (!invite.trunk.codecs.empty()) local.codecs = invite.trunk.codecs;
    if (invite.trunk.srtp) local.key = random_media_key();
    return local;
}

} // namespace

Leg::Leg(CallsAgent& shared, CallRef ref, const Invite& invite, Calls::Listener listener)
    : shared_{shared}, ref_{ref}, trunk_{for_a_call(invite.trunk)},
      call_id_{invite.attempt.value().to_string() + "@hatif"},
      uri_{request_uri(invite.to, invite.trunk)}, identity_{"<sip:" + invite.from + '@' +
                                                            shared.own_host() + '>'},
      contact_{
          shared.contact(invite.trunk.withholds_identity ? nobody : invite.from, invite.trunk)},
      listener_{std::move(listener)}, local_{local_of(invite, ref)}, said_{sdp::offer(local_)},
      expires_{invite.trunk.session_expires} {
    const auto to = '<' + uri_ + '>';
    const auto* const from = trunk_.withholds_identity ? from_nobody : identity_.c_str();
    leg_.reset(nta_leg_tcreate(shared.agent.get(), on_request, this,
                               SIPTAG_CALL_ID_STR(call_id_.c_str()), SIPTAG_FROM_STR(from),
                               SIPTAG_TO_STR(to.c_str()), TAG_END()));
    if (leg_) nta_leg_tag(leg_.get(), nullptr);
}

Leg::~Leg() {
    shared_.unheard.forget(ref_.value());
    if (guard_) shared_.thread.cancel(*guard_);
}

bool Leg::start() {
    return leg_ && send_invite();
}

void Leg::bye(int q850) {
    if (!session_) return happen(dialog::NoAnswerWanted{q850});
    if (working_) {
        wish_to_end_ = q850;
    } else {
        session_->hang_up(q850);
    }
}

void Leg::refer(const std::string& to) {
    if (!session_) return;
    if (working_) {
        wish_to_refer_ = to;
    } else {
        session_->refer(to);
    }
}

void Leg::happen(dialog::Event event) {
    pending_.push_back(std::move(event));
    if (working_) return; // the listener's own wishes wait until the commands are carried out
    working_ = true;
    for (std::size_t next = 0; next < pending_.size(); ++next) {
        auto step = dialog::step(state_, pending_[next]);
        state_ = std::move(step.next);
        for (const auto& command : step.commands) act(command);
    }
    pending_.clear();
    working_ = false;
    grant_wishes();
}

void Leg::grant_wishes() {
    if (!wish_to_refer_.empty()) session_->refer(std::exchange(wish_to_refer_, {}));
    if (const auto q850 = std::exchange(wish_to_end_, std::nullopt)) session_->hang_up(*q850);
}

void Leg::act(const dialog::Command& command) {
    const auto table = base::overloaded{
        [&](dialog::SendInvite) {
            if (!send_invite()) happen(dialog::Declined{{.cause = dialog::Cause::transport}});
        },
        [&](dialog::SendAck) { start_session(); },
        [&](dialog::SendCancel it) { send_cancel(it.q850); },
        [&](dialog::Drop it) { session_->drop(it.q850); },
        [&](dialog::StartGuard) { start_guard(); },
        [&](dialog::TellRinging it) { hear(Ringing{it.code}); },
        [&](dialog::TellAnswered) {
            ++shared_.counts.answered;
            hear(Answered{*agreed_});
        },
        [&](const dialog::TellRefused& it) {
            hear(Refused{it.refusal, dialog::result_of(it.refusal)});
        },
        [&](dialog::Forget) { shared_.forget(ref_); },
    };
    std::visit(table, command);
}

void Leg::send_cancel(std::optional<int> q850) {
    const auto reason = q850 ? reason_of(*q850) : std::string{};
    nta_outgoing_tcancel(invite_.get(), nullptr, nullptr,
                         TAG_IF(q850, SIPTAG_REASON_STR(reason.c_str())), TAG_END());
}

void Leg::send_ack() {
    const auto cseq = std::to_string(nta_outgoing_cseq(invite_.get())) + " ACK";
    const bool direct = goes_direct(shared_, leg_.get(), way_);
    const auto& [server, proxy] = authorizations_;
    // nta keeps it, and says it again to an answer that is repeated.
    const NtaOutgoing ack{nta_outgoing_tcreate(
        leg_.get(), nullptr, nullptr, direct ? nullptr : as_url(way_.hop), SIP_METHOD_ACK, nullptr,
        SIPTAG_CSEQ_STR(cseq.c_str()), NTATAG_ACK_BRANCH(nta_outgoing_branch(invite_.get())),
        TAG_IF(!proxy.empty(), SIPTAG_PROXY_AUTHORIZATION_STR(proxy.c_str())),
        TAG_IF(!server.empty(), SIPTAG_AUTHORIZATION_STR(server.c_str())),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END())};
    // A second fork's answer is acknowledged and hung up by nta itself, once the INVITE is its own.
    invite_.reset();
}

void Leg::start_session() {
    send_ack();
    SessionOwner& owner = *this; // to none but the session
    session_ = std::make_unique<Session>(
        shared_, owner, trunk_,
        Session::Start{.leg = std::move(leg_),
                       .way = std::move(way_),
                       .contact = contact_,
                       .us = trunk_.withholds_identity ? std::string{} : identity_,
                       .local = std::move(local_),
                       .said = std::move(said_),
                       .agreed = agreed_.value_or(sdp::Agreement{}),
                       .we_called = true,
                       .takes_update = takes_update_,
                       .interval = interval_});
}

void Leg::start_guard() {
    // 64 × T1: how long a trunk may take for its last word after CANCEL (RFC 3261, 9.1).
    const auto when = std::chrono::steady_clock::now() + shared_.config.transaction_time;
    guard_ = shared_.thread.at(when, [this] {
        guard_.reset();
        happen(dialog::GuardFired{});
    });
}

} // namespace hatif::telephony
