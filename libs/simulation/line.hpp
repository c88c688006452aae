#pragma once

#include "call/call.hpp"
#include "simulation/coverage.hpp"
#include "simulation/scenario.hpp"
#include "simulation/simulate.hpp"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hatif::simulation {

/// One call, its clock, and all that runs in it: obeys the engine, and writes down what it tells.
class Line {
public:
    /// Both outlive it.
    Line(const Trial& trial, Coverage& coverage) : trial_{trial}, coverage_{coverage} {}

    /// The call begins.
    void begin();

    /// Something reaches the engine now.
    void feed(const call::Event& event);

    /// When the next thing happens by itself; nothing, when nothing runs.
    std::optional<Milliseconds> next() const;
    /// That thing happens.
    void happen();

    Milliseconds now() const { return now_; }
    void wait_until(Milliseconds when) { now_ = std::max(now_, when); }

    const call::State& state() const { return state_; }
    bool is_over() const { return call::is_over(state_); }
    bool is_dialing() const { return std::holds_alternative<call::Dialing>(state_.phase); }
    /// The flow waits for a key, and nothing is said; since when.
    std::optional<Milliseconds> listens_since() const;
    /// Since when a recording runs in which nothing was said yet.
    std::optional<Milliseconds> records_since() const;
    /// When this node was entered last.
    std::optional<Milliseconds> entered(const std::string& node) const;
    /// How often the flow lost patience: a timer of a node fired, or nothing was said.
    int impatience() const { return impatience_; }
    bool is_listened_to() const { return amd_; }

    // What the script arranges.
    void decide_at(Milliseconds when, bool machine);
    void answer_beep(bool heard, Milliseconds after) { beep_ = {heard, after}; }
    /// What the transfers come to, one after the other; behind the last one all are taken over.
    void answer_transfer(int code) { transfer_codes_.push_back(code); }
    /// What servers say, each to the first request that it fits.
    void answer_request(const ScriptStep& step) { answers_.push_back(step); }
    void speak(Milliseconds length);

    Run done() &&;

private:
    struct Prompt {
        call::Ticket play;
        Milliseconds over;
    };
    struct Taping {
        call::Ticket ticket;
        Milliseconds began;
        Milliseconds silence;
        Milliseconds last; // when `max` ends it
        Milliseconds over;
        bool spoke = false;
    };
    struct Running {
        call::Ticket ticket;
        Milliseconds due;
    };
    struct Beep {
        bool heard = true;
        Milliseconds after{2'000};
    };

    void obey(call::Command& command);
    void play(const call::Play& it);
    void stop_playing();
    void stop_recording(const call::StopRecording& it);
    void await_beep(const call::AwaitBeep& it);
    void transfer();
    void request(const call::Request& it);
    void note(call::Fact& fact);
    call::RecordingOver recording_over(std::string why) const;

    const Trial& trial_;
    Coverage& coverage_;
    Run run_{};
    call::State state_{};
    Milliseconds now_{0};
    std::deque<call::Event> inbox_{};
    bool feeding_ = false;
    bool tells_ = false; // the play that runs is among the words kept

    bool amd_ = false;
    Beep beep_{};
    std::deque<int> transfer_codes_{};
    ScriptSteps answers_{}; // of servers, that nobody took yet
    int impatience_ = 0;
    Milliseconds quiet_since_{0};
    std::vector<std::pair<flow::NodeId, Milliseconds>> entries_{}; // last entry of each node

    std::vector<Running> timers_{};
    std::optional<Prompt> prompt_{};
    std::optional<std::pair<Milliseconds, detection::Verdict>> verdict_{};
    std::optional<std::pair<Milliseconds, call::BeepAwaited>> beep_due_{};
    std::optional<Taping> taping_{};
    std::optional<std::pair<Milliseconds, call::TransferOver>> transfer_{};
    std::optional<std::pair<Milliseconds, call::RequestOver>> request_{};
};

} // namespace hatif::simulation
