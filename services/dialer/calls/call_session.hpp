#pragma once

#include "call/call.hpp"
#include "dialer/calls/call_desk.hpp"
#include "dialer/content/content.hpp"
#include "dialer/events/call_events.hpp"
#include "dialer/events/event_teller.hpp"
#include "dialer/recordings/call_recordings.hpp"
#include "dialer/requests/requests.hpp"
#include "media/engine.hpp"
#include "telephony/calls.hpp"
#include "telephony/sip_thread.hpp"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hatif::dialer {

/// What every call of the worker acts through.
struct Lines {
    telephony::SipThread& sip;
    telephony::Calls& calls;
    media::Engine& media;
    CallEvents& events;
    Recordings& recordings;
    Requests& requests;
};

/// One call: feeds what happens to the engine (libs/call) and does what it commands. Decides
/// nothing. Lives on the SIP thread.
class CallSession {
public:
    /// `length`: of the whole call, at most.
    CallSession(Lines lines,
                CallDesk& desk,
                Lease lease,
                SharedContent content,
                media::Line line,
                std::chrono::milliseconds length);
    ~CallSession();
    CallSession(const CallSession&) = delete;
    CallSession& operator=(const CallSession&) = delete;

    /// Begins a call that we place, or one that came and is to be taken.
    void place();
    void take(telephony::CallRef visitor);

    /// The worker goes away: the call ends, and waits for no recording.
    void give_up();

    void feed(const call::Event& event);
    void hear(const telephony::CallEvent& event);
    void hear(const media::Event& event);
    void hear(const recording::Told& told, const recording::Recorder::Kept& kept);

    /// The answer to CallDesk::ask_elsewhere.
    void may_go_elsewhere(const std::string& trunk, bool yes);

    const Lease& lease() const { return lease_; }
    media::LineId line() const { return line_.id; }

private:
    enum class KeyWay { info, media };

    /// A play whose texts are being spoken.
    struct Unspoken {
        call::Ticket play;
        std::vector<media::SharedPrompt> prompts{}; // null where one is missing yet
        std::vector<std::pair<std::size_t, Utterance>> gaps{};
        std::optional<telephony::TimerId> patience{};
    };

    // call_session.cpp
    void answered(const telephony::Answered& how);
    void refused(const telephony::Refused& how);
    bool try_elsewhere();
    void give_in();
    void line_lost(const char* reason);
    void key_pressed(KeyWay way, char digit);
    void prompt_over(media::PlayId play);
    void close_out();
    void wait_for_recordings();

    // call_acts.cpp
    void obey(call::Commands commands);
    void obey(const call::Command& command);
    void bye_later(const call::Bye& bye);
    void bye_now();
    void place_call();
    bool place_over(const telephony::Trunk& trunk);
    void request(const call::Request& what);
    void record(const call::Record& what);
    void begin_recording();
    void stop_recording(const call::Ticket& recording);
    void start_timer(const call::StartTimer& what);
    void cancel_timer(call::Ticket timer);
    void publish(const call::Publish& what);

    // call_speech.cpp
    void play(const call::Play& what);
    void stop_playing();
    void wait_for_words(Unspoken it);
    void words_came(const call::Ticket& play, const Utterance& text, const Spoken::Result& result);
    void not_spoken(const call::Ticket& play, const flow::Fault& why);
    void forget_unspoken();

    CallContext context() const;

    const Lines lines_;
    CallDesk& desk_;
    Lease lease_;
    const SharedContent content_;
    const media::Line line_;
    const call::Script script_;
    call::State state_;
    std::vector<call::Event> inbox_; // what came up while a step was being obeyed
    bool obeying_ = false;
    bool amd_ = false;
    std::optional<KeyWay> keys_come_by_; // in this agreement on media
    std::optional<telephony::CallRef> leg_;
    std::optional<telephony::Refused> refusal_; // while another trunk is asked for
    std::size_t next_trunk_ = 0;                // of the lease's other ones
    std::vector<std::pair<call::Ticket, telephony::TimerId>> timers_;
    std::optional<telephony::TimerId> bye_at_; // when the other side has heard the last prompt
    call::Commands behind_bye_;                // with the BYE in front
    std::optional<SteadyTime> answered_at_;
    std::optional<base::Duration> talk_time_;
    std::optional<call::Publish> last_; // told when the line has closed, with its packets
    rtp::Statistics packets_;
    EventTeller teller_;
    std::optional<Unspoken> unspoken_;
    std::optional<call::Record> to_record_; // when its beep was heard
    CallRecordings recordings_;
    bool line_closed_ = false;
    bool is_patient_ = true; // with recordings that are not stored yet
    std::optional<telephony::TimerId> patience_;
    bool done_ = false;
    // What timers and the leg hold on to, so that one that comes late finds nobody.
    std::shared_ptr<CallSession*> self_;
};

} // namespace hatif::dialer
