#pragma once

#include "call/call.hpp"

#include <optional>
#include <string>

namespace hatif::call {

/// The work of one step: goes from node to node until one waits or the call is over, and writes
/// down what is to be done.
class Walk {
public:
    /// The event outlives it.
    Walk(const Script& script, State from, const Event& event);

    /// Where the call stands. A step of the walk makes another of it.
    const Phase& phase() const { return state_.phase; }
    int visits() const { return state_.visits; }

    /// The state after it all, and the commands. An event that moved nothing leaves no trace.
    Step done() &&;

    // walk.cpp: from node to node
    void begin(const Begun& with);
    void ring(const Ringing& how);
    void answer();
    /// The call did not come about; the flow may go on, unanswered.
    void refuse(const Refused& met);
    void ring_out();
    void within(const InFlow& at, const flow::Event& event);

    /// Of an event that ends the call whatever it is: the key that it may be is told no more than
    /// where the call would have taken it.
    void hide_key();

    // walk_verdict.cpp: who answered
    /// A key came: somebody is there.
    void key_decides();
    void decide(const AmdDecided& it);
    /// Nobody can say: a person is assumed, and the flow begins.
    void assume_person(AnsweredBy how);
    void go_on_after(const BeepAwaited& it);
    /// Nobody told what came of the wait for it.
    void give_up_beep();

    // walk_end.cpp
    /// Ends the call from outside the flow.
    void end(Outcome outcome, std::string reason);
    void hung_up(const HungUp& how);
    void line_lost(const LineLost& how);

private:
    // walk.cpp
    void leave_start(const flow::Leave& by);
    void visit(const flow::NodeId& first);
    void go_on();
    flow::Leave leave_again(const flow::Node& node) const;
    std::vector<bool> values_to_hide(const RequestOver& answer) const;
    void hide_input(fact::Input& input) const;
    void note_key(const flow::Node& node, char digit);
    flow::Scope scope() const;
    flow::Scope scope_of(const flow::NodeId& node) const;
    const flow::Node* here() const;
    std::uint16_t place_of(const flow::Node& node) const;
    bool shows_keys(const flow::Node& node) const;

    // walk_verdict.cpp
    void take_machine(const flow::Node& dial, bool beep_heard);

    // walk_obey.cpp: what nodes want
    void take(const flow::Node& node, flow::Step&& step);
    void obey(const flow::Node& node, flow::Command&& command);
    void set(const flow::Node& node, flow::SetVariable&& variable);
    bool has_room(const flow::SetVariable& set) const;

    // walk_end.cpp
    void leave(const flow::Node& node, const flow::Leave& leave);
    void release();
    void hang_up(const flow::HangUp& how);
    void finish(Outcome outcome, std::string reason);
    void fail(std::string reason);
    void note_left(const flow::Node& node, std::string output, std::string error);

    Ticket ticket(int round) const { return {state_.visits, round}; }
    void publish(Fact what) { commands_.emplace_back(Publish{state_.steps, std::move(what)}); }

    const Script& script_;
    const Event& event_;
    State state_;
    Commands commands_;
    std::size_t input_ = 0;            // where the event's own fact stands among them
    std::optional<flow::NodeId> next_; // the node to enter now
    bool line_is_up_ = false;          // somebody is to be told when it ends
    bool moved_ = false;               // though nothing is to be done
    std::optional<std::string> first_output_;
    bool hides_input_ = false;        // it was keyed for a secret
    bool asked_again_ = false;        // as it was no answer
    std::vector<bool> hidden_values_; // of a server's answer
    std::string hangup_reason_;
    int hangup_cause_ = 16;
};

} // namespace hatif::call
