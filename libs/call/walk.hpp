#pragma once

#include "call/call.hpp"

#include <optional>
#include <string>

namespace hatif::call {

/// The work of one step: goes from node to node until one waits or the call is over, and writes
/// down what is to be done.
class Walk {
public:
    Walk(const Script& script, State from, const Event& event);

    /// The state after it all, and the commands. An event that moved nothing leaves no trace.
    Step done(const State& before) &&;

    void begin(const Begun& with);
    void ring(const Ringing& how);
    void answer();
    /// The dial met this; the flow may go on, unanswered.
    void refuse(const Refused& met);
    void ring_out();
    void within(const InFlow& at, const flow::Event& event);

    /// Ends the call from outside the flow.
    void end(Outcome outcome, std::string reason);
    void callee_hung_up(const HungUp& how);

private:
    void visit(const flow::NodeId& first);
    void take(const flow::Node& node, flow::Step step);
    void leave(const flow::Node& node, const flow::Leave& leave);
    void leave_dial(Outcome met, std::optional<Fault> why);
    void obey(const flow::Node& node, const flow::Command& command);
    void release();
    void hang_up(const flow::HangUp& how);
    void finish(Outcome outcome, std::string reason);
    void fail(std::string reason);
    void hide_input();
    void note_key(const flow::Node& node, char digit);
    void note_left(const flow::Node& node, std::string output, std::string error);

    flow::Scope scope() const;
    const flow::Node* here() const;
    bool shows_keys(const flow::Node& node) const;
    bool has_room(const flow::SetVariable& set) const;
    Ticket ticket(int round) const { return {state_.visits, round}; }
    void publish(Fact what) { commands_.emplace_back(Publish{state_.steps, std::move(what)}); }

    const Script& script_;
    State state_;
    Commands commands_;
    std::optional<flow::NodeId> next_; // the node to enter now
    bool line_is_up_ = false;          // answered, and nobody hung up
    std::optional<std::string> first_output_;
    bool hides_input_ = false; // it was keyed for a secret
    bool asked_again_ = false; // as it was no answer
    std::string hangup_reason_;
};

} // namespace hatif::call
