#include "dialer/calls/call_session.hpp"

#include "base/overloaded.hpp"
#include "dialer/calls/play_id.hpp"
#include "observability/log.hpp"
#include "recording/beep.hpp"

#include <algorithm>
#include <utility>

namespace hatif::dialer {

namespace {

const media::SharedPrompt& beep() {
    static const auto prompt = std::make_shared<const audio::Prompt>(recording::beep());
    return prompt;
}

} // namespace

void CallSession::obey(call::Commands commands) {
    for (auto& command : commands) {
        const auto* bye = std::get_if<call::Bye>(&command);
        if (bye_at_) {
            behind_bye_.push_back(std::move(command));
        } else if (bye != nullptr && bye->after.count() > 0 && leg_) {
            bye_later(*bye);
        } else {
            obey(command);
        }
    }
}

void CallSession::bye_later(const call::Bye& bye) {
    behind_bye_.emplace_back(call::Bye{bye.q850});
    const auto when = std::chrono::steady_clock::now() + bye.after;
    bye_at_ = lines_.sip.at(when, [self = std::weak_ptr{self_}] {
        if (const auto session = self.lock()) (*session)->bye_now();
    });
}

/// What waited is done; where the other side has hung up meanwhile, there is no leg for the BYE.
void CallSession::bye_now() {
    lines_.sip.cancel(*std::exchange(bye_at_, std::nullopt));
    obey(std::exchange(behind_bye_, {}));
}

void CallSession::obey(const call::Command& command) {
    const auto table = base::overloaded{
        [&](const call::PlaceCall& it) {
            amd_ = it.amd;
            place_call();
        },
        [&](const call::CancelCall&) {
            refusal_.reset(); // no other trunk is wanted
            if (leg_) lines_.calls.cancel(*leg_);
        },
        [&](const call::Answer&) {
            if (leg_) lines_.calls.accept(*leg_, line_.local);
        },
        [&](const call::Bye& it) {
            if (leg_) lines_.calls.bye(*leg_, it.q850);
        },
        [&](const call::Play& it) { play(it); },
        [&](const call::StopPlaying&) { stop_playing(); },
        [&](const call::AwaitBeep& it) { lines_.media.await_beep(line_.id, it.at_most); },
        [&](const call::Record& it) { record(it); },
        [&](const call::StopRecording& it) { stop_recording(it.recording); },
        [&](const call::Transfer& it) {
            if (leg_) lines_.calls.refer(*leg_, it.to);
        },
        [&](const call::Request& it) { request(it); },
        [&](const call::CancelRequest& it) {
            lines_.requests.cancel(lease_.ref.attempt, it.request);
        },
        [&](const call::StartTimer& it) { start_timer(it); },
        [&](const call::CancelTimer& it) { cancel_timer(it.timer); },
        [&](const call::Publish& it) { publish(it); },
    };
    std::visit(table, command);
}

void CallSession::place_call() {
    const auto* trunk = desk_.open_trunk(lease_.trunk);
    if (trunk != nullptr && place_over(*trunk)) return;
    refusal_ = telephony::Refused{{.cause = dialog::Cause::transport},
                                  {dialog::Outcome::failed, "trunk_unavailable"}};
    if (!try_elsewhere()) give_in();
}

bool CallSession::place_over(const telephony::Trunk& trunk) {
    const telephony::Invite invite{lease_.ref.attempt, trunk, lease_.to, lease_.from, line_.local};
    const auto leg = lines_.calls.place(
        invite, [self = std::weak_ptr{self_}](telephony::CallRef, const telephony::CallEvent& it) {
            if (const auto session = self.lock()) (*session)->hear(it);
        });
    if (leg) {
        leg_ = *leg;
    } else {
        observability::log_warning("a call cannot be placed", {{"why", leg.error().what}});
    }
    return leg.has_value();
}

void CallSession::request(const call::Request& what) {
    const auto fault = lines_.requests.send({lease_.ref.attempt, lease_.organization}, what);
    if (fault) feed(call::RequestOver{.request = what.request, .fault = *fault});
}

void CallSession::record(const call::Record& what) {
    to_record_ = what;
    if (!what.beep) return begin_recording();
    lines_.media.play(line_.id, {beep()}, beep_id(what.recording));
}

void CallSession::begin_recording() {
    const auto what = *std::exchange(to_record_, std::nullopt);
    if (const auto over = recordings_.begin(what, state_.steps)) feed(*over);
}

void CallSession::stop_recording(const call::Ticket& recording) {
    if (to_record_ && to_record_->recording == recording) { // it still beeps
        to_record_.reset();
        lines_.media.stop(line_.id);
        return feed(call::RecordingOver{.recording = recording, .why = "stopped"});
    }
    if (const auto over = recordings_.stop(recording)) feed(*over);
}

void CallSession::start_timer(const call::StartTimer& what) {
    const auto timer = what.timer;
    cancel_timer(timer);
    const auto when = std::chrono::steady_clock::now() + what.after;
    const auto id = lines_.sip.at(when, [self = std::weak_ptr{self_}, timer] {
        const auto session = self.lock();
        if (!session) return;
        std::erase_if((*session)->timers_, [&](const auto& it) { return it.first == timer; });
        (*session)->feed(call::TimerFired{timer});
    });
    timers_.emplace_back(timer, id);
}

void CallSession::cancel_timer(call::Ticket timer) {
    const auto it = std::ranges::find(timers_, timer, [](const auto& each) { return each.first; });
    if (it == timers_.end()) return;
    lines_.sip.cancel(it->second);
    timers_.erase(it);
}

void CallSession::publish(const call::Publish& what) {
    if (!std::holds_alternative<call::fact::Finished>(what.what)) {
        return teller_.tell(what.what, context(), what.step);
    }
    if (answered_at_) {
        talk_time_ =
            std::chrono::floor<base::Duration>(std::chrono::steady_clock::now() - *answered_at_);
    }
    last_ = what;
    forget_unspoken();
    lines_.media.close(line_.id);
}

} // namespace hatif::dialer
