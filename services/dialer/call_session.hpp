#pragma once

#include "call/call.hpp"
#include "dialer/call_events.hpp"
#include "dialer/content.hpp"
#include "dialer/lease.hpp"
#include "media/engine.hpp"
#include "telephony/calls.hpp"
#include "telephony/sip_thread.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace hatif::dialer {

/// What every call of the worker acts through.
struct Lines {
    telephony::SipThread& sip;
    telephony::Calls& calls;
    media::Engine& media;
    CallEvents& events;
};

/// One call: feeds what happens to the engine (libs/call) and does what it commands. Decides
/// nothing. Lives on the SIP thread.
class CallSession {
public:
    CallSession(Lines lines,
                Lease lease,
                SharedContent content,
                telephony::Trunk trunk,
                media::Line line,
                std::chrono::milliseconds length);
    CallSession(const CallSession&) = delete;
    CallSession& operator=(const CallSession&) = delete;

    /// Called when the callee picks up, before the engine hears of it.
    void on_answer(std::function<void()> call) { picked_up_ = std::move(call); }

    void feed(const call::Event& event);
    void hear(const telephony::CallEvent& event);
    void hear(const media::Event& event);

    bool is_answered() const { return state_.answered; }
    /// The engine is through; the line may still have to close.
    bool is_over() const { return call::is_over(state_); }
    /// Everything is told; the session may go.
    bool is_done() const { return done_; }
    const Lease& lease() const { return lease_; }
    media::LineId line() const { return line_.id; }

private:
    void obey(const call::Command& command);
    void place_call();
    void play(const call::Play& what);
    void start_timer(const call::StartTimer& what);
    void cancel_timer(call::Ticket timer);
    void publish(const call::Publish& what);
    void tell(const call::Fact& fact, int step);

    const Lines lines_;
    const Lease lease_;
    const SharedContent content_;
    const telephony::Trunk trunk_;
    const media::Line line_;
    const call::Script script_;
    call::State state_;
    std::function<void()> picked_up_;
    std::deque<call::Event> inbox_; // what came up while a step was being obeyed
    bool obeying_ = false;
    std::optional<telephony::CallRef> leg_;
    std::map<std::pair<int, int>, telephony::TimerId> timers_;
    std::optional<SteadyTime> answered_at_;
    std::optional<base::Duration> talk_time_;
    std::optional<call::Publish> last_; // told when the line has closed, with its packets
    rtp::Statistics packets_;
    std::uint32_t sequence_ = 0;
    bool done_ = false;
    // What timers and the leg hold on to, so that one that comes late finds nobody.
    std::shared_ptr<CallSession*> self_;
};

} // namespace hatif::dialer
