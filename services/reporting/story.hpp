#pragma once

#include <hatif/dialer/v1/call_events.pb.h>
#include <hatif/reporting/v1/report.pb.h>

#include <map>
#include <string>

namespace hatif::reporting {

/// One attempt as its call events tell it, fed in the order of their sequence:
///
///     dialed                   call dialing; event dial
///     rerouted                 event dial, with the other trunk
///     arrived                  inbound call ringing; event ringing
///     ringing                  call ringing; event ringing
///     answered                 call answered; event answer
///     node_entered, node_left  a visit in the execution path
///     prompt_started, _ended   one event play
///     amd_decided              event amd
///     beep_awaited             event amd
///     recording_started, _ended, _saved, _failed   event record
///     transferred              event transfer
///     requested                event request
///     opted_out                event opt_out
///     digit_heard              event dtmf
///     variable_set             event variable
///     hung_up                  event hangup
///     call_error               event error
///     finished                 call ended, its codes, duration, media and final variables
///
/// What does not come leaves its member unset: a story may stop anywhere, when the worker died.
class Story {
public:
    void add(const dialer::v1::CallEvent& event);

    /// The call, the execution and the events; number, id and outcome are the caller's to add.
    v1::Attempt told() const;

private:
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Dialed& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Arrived& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Rerouted& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::AmdDecided& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::BeepAwaited& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::RecordingStarted& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::RecordingEnded& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::RecordingSaved& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::RecordingFailed& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Transferred& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Requested& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::OptedOut& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Ringing& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Answered& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::NodeEntered& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::NodeLeft& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::PromptStarted& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::PromptEnded& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::DigitHeard& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::VariableSet& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::HungUp& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::CallError& it);
    void on(const dialer::v1::CallEvent& at, const dialer::v1::Finished& it);

    template <class Begun>
    void begin(const dialer::v1::CallEvent& at, const Begun& it, const char* direction);
    void note(const dialer::v1::CallEvent& at, const std::string& node, const std::string& data);
    v1::Event& tell(const dialer::v1::CallEvent& at, const char* type, const std::string& node);

    v1::Attempt attempt_;
    std::map<std::string, std::string> variables_; // until the final ones come
    std::map<std::string, std::string>
        last_prompt_; // by node: what the play event's data began with
};

} // namespace hatif::reporting
