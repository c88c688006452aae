#include "telephony/prober_impl.hpp"

#include "telephony/calls_impl.hpp"
#include "telephony/trunk_link_impl.hpp"

#include <algorithm>

namespace hatif::telephony {

namespace {

constexpr std::chrono::seconds while_down{5};

// sofia never frees the OpenSSL side of a TLS connection, 65 KB, not even of one that failed: a
// trunk that is down is asked ever less.
constexpr std::chrono::seconds while_tls_is_down{120};
constexpr int most_doublings = 5;

// Unanswered for so long, or when the next is due, it counts as silent; nta would wait for 32 s.
constexpr std::chrono::seconds longest_patience{5};

} // namespace

Prober::Prober(CallsAgent& shared, TrunkLink& link, News news)
    : shared_{shared}, link_{link}, trunk_{link.trunk()}, news_{std::move(news)}, uri_{request_uri(
                                                                                      "", trunk_)} {
    const auto from = "<sip:hatif@" + shared.own_host() + '>';
    const auto to = '<' + uri_ + '>';
    leg_.reset(nta_leg_tcreate(shared.agent.get(), refuse_request, this,
                               SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(to.c_str()),
                               TAG_END()));
    if (leg_) nta_leg_tag(leg_.get(), nullptr);
    plan(std::chrono::milliseconds{0});
}

Prober::~Prober() {
    if (timer_) shared_.thread.cancel(*timer_);
}

void Prober::plan(std::chrono::milliseconds after) {
    if (timer_) shared_.thread.cancel(*timer_);
    timer_ = shared_.thread.at(std::chrono::steady_clock::now() + after, [this] {
        timer_.reset();
        if (question_) {
            hear(question_.get(), nullptr);
        } else {
            ask();
        }
    });
}

void Prober::ask() {
    if (question_) return;
    const auto& state = link_.state();
    const auto now = std::chrono::steady_clock::now();
    const bool is_down = state.health == TrunkState::Health::down;
    if (!is_down && state.seen_at && now - *state.seen_at < trunk_.options_every) {
        const auto left = trunk_.options_every - (now - *state.seen_at);
        return plan(std::chrono::ceil<std::chrono::milliseconds>(left));
    }
    const auto way = link_.way();
    if (!way || !leg_) return plan(while_down); // its name is still looked for
    way_ = *way;
    question_.reset(nta_outgoing_tcreate(
        leg_.get(), on_response, this, as_url(way_.hop), SIP_METHOD_OPTIONS, as_url(uri_),
        SIPTAG_CONTACT_STR(shared_.contact("hatif", trunk_).c_str()),
        SIPTAG_ACCEPT_STR("application/sdp"),
        SIPTAG_USER_AGENT_STR(shared_.config.user_agent.c_str()),
        TAG_IF(!way_.ident.empty(), TPTAG_IDENT(way_.ident.c_str())), TAG_END()));
    plan(std::min(trunk_.options_every, longest_patience));
}

/// An answer, nta's own word that there will be none, or (without a message) our patience is over.
void Prober::hear(nta_outgoing_t* request, const sip_t* sip) {
    if (request != question_.get()) return;
    if (sip != nullptr && sip->sip_status->st_status < 200) return;
    const bool is_silence = sip == nullptr || sip->sip_status->st_status == 408;
    const bool is_answer = sip != nullptr && !nta_sip_is_internal(sip);
    if (!is_answer && is_silence) Trunks::drop_connection(request);
    question_.reset();
    const auto news = is_answer    ? TrunkNews{TrunkAnswered{}}
                      : is_silence ? TrunkNews{TrunkSilent{}}
                                   : TrunkNews{TrunkUnreachable{why_unreachable()}};
    failures_ = is_answer ? 0 : failures_ + 1;
    plan(until_next());
    news_(news, way_);
}

std::chrono::seconds Prober::until_next() const {
    if (failures_ == 0) return trunk_.options_every;
    const auto soon = std::min(trunk_.options_every, while_down);
    if (trunk_.transport != Transport::tls) return soon;
    return std::min(soon * (1 << std::min(failures_ - 1, most_doublings)), while_tls_is_down);
}

int Prober::on_response(NtaUser* user, nta_outgoing_t* request, const sip_t* sip) noexcept {
    static_cast<Prober*>(user)->hear(request, sip);
    return 0;
}

} // namespace hatif::telephony
