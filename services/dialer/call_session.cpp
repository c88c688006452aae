#include "dialer/call_session.hpp"

#include "base/clock.hpp"
#include "base/overloaded.hpp"
#include "dialer/event_wire.hpp"
#include "observability/log.hpp"

namespace hatif::dialer {

namespace {

/// A play of the engine as one number, and back.
media::PlayId play_id(call::Ticket ticket) {
    return media::PlayId{static_cast<std::uint64_t>(ticket.visit) << 32U |
                         static_cast<std::uint32_t>(ticket.round)};
}

call::Ticket ticket_of(media::PlayId id) {
    return {static_cast<int>(id.value() >> 32U), static_cast<int>(id.value() & 0xFFFFFFFFU)};
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
                         Lease lease,
                         SharedContent content,
                         telephony::Trunk trunk,
                         media::Line line,
                         std::chrono::milliseconds length)
    : lines_{lines}, lease_{std::move(lease)}, content_{std::move(content)}, trunk_{std::move(
                                                                                 trunk)},
      line_{std::move(line)}, script_{content_->graph, lease_.sources, {.length = length}},
      self_{std::make_shared<CallSession*>(this)} {}

void CallSession::feed(const call::Event& event) {
    inbox_.push_back(event);
    if (obeying_) return;
    obeying_ = true;
    while (!inbox_.empty()) {
        auto [next, commands] = call::step(script_, state_, inbox_.front());
        inbox_.pop_front();
        state_ = std::move(next);
        for (const auto& command : commands) obey(command);
    }
    obeying_ = false;
}

void CallSession::hear(const telephony::CallEvent& event) {
    const auto table = base::overloaded{
        [&](const telephony::Ringing& it) { feed(call::Ringing{it.code}); },
        [&](const telephony::Answered& it) {
            answered_at_ = std::chrono::steady_clock::now();
            if (picked_up_) picked_up_();
            lines_.media.connect(line_.id, it.media);
            feed(call::Answered{});
        },
        [&](const telephony::MediaChanged& it) { lines_.media.connect(line_.id, it.media); },
        [&](const telephony::Refused& it) {
            leg_.reset();
            feed(call::Refused{outcome_of(it.result.outcome), it.result.reason, it.refusal.code,
                               it.refusal.q850});
        },
        [&](const telephony::Ended& it) {
            leg_.reset();
            if (it.by == dialog::By::remote) return feed(call::HungUp{{}, it.q850});
            feed(call::LineLost{"line_lost"}); // after our own BYE the engine is through already
        },
    };
    std::visit(table, event);
}

void CallSession::hear(const media::Event& event) {
    const auto table = base::overloaded{
        [&](const media::PromptOver& it) { feed(call::PromptOver{ticket_of(it.play)}); },
        [&](const media::KeyPressed& it) { feed(call::KeyPressed{it.digit}); },
        [&](const media::LineClosed& it) {
            packets_ = it.statistics;
            if (last_) tell(last_->what, last_->step);
            done_ = true;
        },
    };
    std::visit(table, event);
}

void CallSession::obey(const call::Command& command) {
    const auto table = base::overloaded{
        [&](const call::PlaceCall&) { place_call(); },
        [&](const call::CancelCall&) {
            if (leg_) lines_.calls.cancel(*leg_);
        },
        [&](const call::Bye&) {
            if (leg_) lines_.calls.bye(*leg_);
        },
        [&](const call::Play& it) { play(it); },
        [&](const call::StopPlaying&) { lines_.media.stop(line_.id); },
        [&](const call::StartTimer& it) { start_timer(it); },
        [&](const call::CancelTimer& it) { cancel_timer(it.timer); },
        [&](const call::Publish& it) { publish(it); },
    };
    std::visit(table, command);
}

void CallSession::place_call() {
    const telephony::Invite invite{lease_.ref.attempt, trunk_, lease_.to, lease_.from, line_.local};
    const auto leg = lines_.calls.place(
        invite, [self = std::weak_ptr{self_}](telephony::CallRef, const telephony::CallEvent& it) {
            if (const auto session = self.lock()) (*session)->hear(it);
        });
    if (leg) {
        leg_ = *leg;
        return;
    }
    observability::log_error("a call cannot be placed", {{"why", leg.error().what}});
    feed(call::Refused{flow::Outcome::failed, "call_not_placed"});
}

void CallSession::play(const call::Play& what) {
    std::vector<media::SharedPrompt> prompts;
    for (const auto& piece : what.pieces) {
        auto recording = recording_of(*content_, piece);
        if (!recording) {
            feed(call::PromptFailed{what.play, recording.error()});
            return;
        }
        prompts.push_back(std::move(*recording));
    }
    lines_.media.play(line_.id, std::move(prompts), play_id(what.play));
}

void CallSession::start_timer(const call::StartTimer& what) {
    const auto timer = what.timer;
    const auto when = std::chrono::steady_clock::now() + what.after;
    const auto id = lines_.sip.at(when, [self = std::weak_ptr{self_}, timer] {
        const auto session = self.lock();
        if (!session) return;
        (*session)->timers_.erase({timer.visit, timer.round});
        (*session)->feed(call::TimerFired{timer});
    });
    timers_.insert_or_assign({timer.visit, timer.round}, id);
}

void CallSession::cancel_timer(call::Ticket timer) {
    const auto it = timers_.find({timer.visit, timer.round});
    if (it == timers_.end()) return;
    lines_.sip.cancel(it->second);
    timers_.erase(it);
}

void CallSession::publish(const call::Publish& what) {
    if (!std::holds_alternative<call::fact::Finished>(what.what)) return tell(what.what, what.step);
    if (answered_at_) {
        talk_time_ =
            std::chrono::floor<base::Duration>(std::chrono::steady_clock::now() - *answered_at_);
    }
    last_ = what;
    lines_.media.close(line_.id);
}

void CallSession::tell(const call::Fact& fact, int step) {
    const CallContext context{lease_, content_->flow_name, talk_time_, packets_};
    lines_.events.publish(to_wire(fact, context, ++sequence_, step, base::SystemClock{}.now()));
}

} // namespace hatif::dialer
