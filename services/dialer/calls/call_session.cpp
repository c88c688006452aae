#include "dialer/calls/call_session.hpp"

#include "base/overloaded.hpp"
#include "dialer/calls/play_id.hpp"

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

/// How long the end of a call waits for its recordings to be stored; what takes longer is told
/// after it.
constexpr auto patience_with_recordings = 10s;

/// Who waits for a verdict waits a little longer than it may take.
constexpr auto verdict_margin = 500ms;

call::Limits limits_of(const Lease& lease, std::chrono::milliseconds length) {
    call::Limits limits{.length = length};
    limits.verdict = lease.amd.total_analysis + verdict_margin;
    return limits;
}

flow::Outcome outcome_of(dialog::Outcome outcome) {
    switch (outcome) {
    case dialog::Outcome::busy:
        return flow::Outcome::busy;
    case dialog::Outcome::rejected:
        return flow::Outcome::rejected;
    case dialog::Outcome::no_answer:
        return flow::Outcome::no_answer;
    case dialog::Outcome::failed:
        return flow::Outcome::failed;
    }
    return flow::Outcome::failed;
}

} // namespace

CallSession::CallSession(Lines lines,
                         CallDesk& desk,
                         Lease lease,
                         SharedContent content,
                         media::Line line,
                         std::chrono::milliseconds length)
    : lines_{lines}, desk_{desk}, lease_{std::move(lease)}, content_{std::move(content)},
      line_{std::move(line)}, script_{content_->graph, lease_.sources, limits_of(lease_, length)},
      teller_{lines.events, lease_}, recordings_{lines.recordings, lines.media, lease_, line_.id,
                                                 teller_},
      self_{std::make_shared<CallSession*>(this)} {}

CallSession::~CallSession() {
    for (const auto& [ticket, timer] : timers_) lines_.sip.cancel(timer);
    if (patience_) lines_.sip.cancel(*patience_);
    forget_unspoken();
    if (bye_at_) lines_.sip.cancel(*bye_at_);
}

void CallSession::place() {
    feed(call::Begun{lease_.initial_variables});
}

void CallSession::take(telephony::CallRef visitor) {
    leg_ = visitor;
    feed(call::Begun{lease_.initial_variables, true});
}

void CallSession::feed(const call::Event& event) {
    inbox_.push_back(event);
    if (obeying_) return;
    obeying_ = true;
    for (std::size_t i = 0; i < inbox_.size(); ++i) {
        const auto next_event = std::move(inbox_[i]);
        auto [next, commands] = call::step(script_, std::move(state_), next_event);
        state_ = std::move(next);
        obey(std::move(commands));
    }
    inbox_.clear();
    obeying_ = false;
}

void CallSession::hear(const telephony::CallEvent& event) {
    const auto table = base::overloaded{
        [&](const telephony::Ringing& it) { feed(call::Ringing{it.code}); },
        [&](const telephony::Answered& it) { answered(it); },
        [&](const telephony::MediaChanged& it) {
            keys_come_by_.reset();
            lines_.media.connect(line_.id, it.media);
        },
        [&](const telephony::KeyPressed& it) { key_pressed(KeyWay::info, it.digit); },
        [&](const telephony::Transferred& it) {
            feed(call::TransferOver{it.done, it.code});
        },
        [&](const telephony::Refused& it) { refused(it); },
        [&](const telephony::Ended& it) {
            leg_.reset();
            if (bye_at_) return bye_now(); // they were faster
            if (it.by == dialog::By::remote) return feed(call::HungUp{it.reason, it.q850});
            // After our own BYE the engine is through already.
            feed(call::LineLost{it.reason.empty() ? "line_lost" : it.reason});
        },
    };
    std::visit(table, event);
}

void CallSession::answered(const telephony::Answered& how) {
    answered_at_ = std::chrono::steady_clock::now();
    desk_.picked_up(lease_.ref.attempt);
    lines_.media.connect(line_.id, how.media);
    if (amd_) lines_.media.detect(line_.id, lease_.amd);
    feed(call::Answered{});
    if (lease_.record_call && leg_) recordings_.begin_whole(state_.steps);
}

/// The trunk refused: another one may carry the call, if nothing rang.
void CallSession::refused(const telephony::Refused& how) {
    leg_.reset();
    refusal_ = how;
    if (how.refusal.may_try_another_trunk() && try_elsewhere()) return;
    give_in();
}

bool CallSession::try_elsewhere() {
    while (next_trunk_ < lease_.other_trunks.size()) {
        const auto& trunk = lease_.other_trunks[next_trunk_++];
        if (desk_.open_trunk(trunk) == nullptr) continue;
        desk_.ask_elsewhere(lease_.ref, trunk);
        return true;
    }
    return false;
}

void CallSession::may_go_elsewhere(const std::string& trunk, bool yes) {
    if (!refusal_) return; // taken back meanwhile
    const auto* other = desk_.open_trunk(trunk);
    if (!yes || other == nullptr) {
        if (!try_elsewhere()) give_in();
        return;
    }
    const auto before = *std::exchange(refusal_, std::nullopt);
    teller_.rerouted({lease_.trunk, trunk, before.refusal.code, before.result.reason},
                     state_.steps);
    lease_.trunk = trunk;
    if (place_over(*other)) return;
    refusal_ = before;
    if (!try_elsewhere()) give_in();
}

void CallSession::give_in() {
    const auto it = *std::exchange(refusal_, std::nullopt);
    feed(call::Refused{outcome_of(it.result.outcome), it.result.reason, it.refusal.code,
                       it.refusal.q850});
}

void CallSession::hear(const media::Event& event) {
    const auto table = base::overloaded{
        [&](const media::PromptOver& it) { prompt_over(it.play); },
        [&](const media::KeyPressed& it) { key_pressed(KeyWay::media, it.digit); },
        [&](const media::AmdDecided& it) { feed(call::AmdDecided{it.verdict}); },
        [&](const media::BeepAwaited& it) {
            feed(call::BeepAwaited{it.heard, it.waited});
        },
        [&](const media::TapOver& it) {
            if (const auto over = recordings_.hear(it)) feed(*over);
        },
        [&](const media::MediaLost&) { line_lost("no_rtp"); },
        [&](const media::SecuringFailed&) { line_lost("srtp_failed"); },
        [&](const media::LineClosed& it) {
            packets_ = it.statistics;
            line_closed_ = true;
            close_out();
        },
    };
    std::visit(table, event);
}

/// A phone may tell each press twice, by INFO and in its media: the way that the first one came by
/// is listened to.
void CallSession::key_pressed(KeyWay way, char digit) {
    if (!keys_come_by_) keys_come_by_ = way;
    if (*keys_come_by_ == way) feed(call::KeyPressed{digit});
}

/// The media are gone, the dialog is not: the other side is told.
void CallSession::line_lost(const char* reason) {
    feed(call::LineLost{reason});
    if (leg_) lines_.calls.bye(*leg_);
}

void CallSession::prompt_over(media::PlayId play) {
    if (to_record_ && play == beep_id(to_record_->recording)) return begin_recording();
    feed(call::PromptOver{ticket_of(play)});
}

void CallSession::hear(const recording::Told& told, const recording::Recorder::Kept& kept) {
    recordings_.hear(told, state_.steps, kept);
    close_out();
}

void CallSession::give_up() {
    is_patient_ = false;
    if (bye_at_) bye_now();
    feed(call::DrainEnded{});
    close_out();
}

/// The last word: when the line has told its packets, and its recordings are stored.
void CallSession::close_out() {
    if (!line_closed_ || !last_ || done_) return;
    if (!recordings_.are_settled() && is_patient_) return wait_for_recordings();
    teller_.tell(last_->what, context(), last_->step);
    done_ = true;
    desk_.over(lease_.ref.attempt);
}

void CallSession::wait_for_recordings() {
    if (patience_) return;
    const auto when = std::chrono::steady_clock::now() + patience_with_recordings;
    patience_ = lines_.sip.at(when, [self = std::weak_ptr{self_}] {
        const auto session = self.lock();
        if (!session) return;
        (*session)->is_patient_ = false;
        (*session)->close_out();
    });
}

CallContext CallSession::context() const {
    return {lease_, content_->flow_name, talk_time_, packets_};
}

} // namespace hatif::dialer
