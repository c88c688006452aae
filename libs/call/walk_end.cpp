#include "base/overloaded.hpp"
#include "call/walk.hpp"

#include <utility>

// How a node is left, and how a call ends.

namespace hatif::call {

namespace {

/// What a call holds while it waits.
flow::Commands held_by(const Phase& phase) {
    const auto table = base::overloaded{
        [](const Dialing&) { return flow::release(flow::DialState{}); },
        [](const InFlow& it) { return flow::release(it.node); },
        [](const auto&) { return flow::Commands{}; },
    };
    return std::visit(table, phase);
}

const std::optional<Fault> no_fault;

int cause_of(std::string_view hangup_type) {
    if (hangup_type == "busy") return 17;
    return hangup_type == "rejected" ? 21 : 16;
}

} // namespace

void Walk::note_left(const flow::Node& node, std::string output, std::string error) {
    publish(fact::NodeLeft{node.id, state_.visits - 1, std::move(output), std::move(error)});
}

void Walk::leave(const flow::Node& node, const flow::Leave& leave) {
    auto way = flow::way_on(node, leave);
    // A branch for it makes of a fault an answer like any other.
    const bool expected = way && flow::is_branch(node.kind, way->by);
    const auto& fault = expected ? no_fault : leave.fault;
    // Where nothing leads on, no branch is told: its name would be the answer itself.
    const bool answers = flow::is_branch(node.kind, leave.by.front());
    const auto& name = way ? way->by : answers ? leave.by.back() : leave.by.front();
    if (!first_output_) first_output_ = name.value();
    if (fault) publish(fact::CallError{node.id, *fault});
    note_left(node, name.value(), fault ? fault->code : std::string{});
    if (way) {
        next_ = std::move(way->to);
    } else if (fault) {
        fail(fault->code);
    } else {
        hang_up({});
    }
}

/// Lets go of everything that the call holds where it waits.
void Walk::release() {
    if (std::holds_alternative<Deciding>(state_.phase)) {
        commands_.emplace_back(CancelTimer{verdict_due});
    }
    if (std::holds_alternative<AwaitingBeep>(state_.phase)) {
        commands_.emplace_back(CancelTimer{beep_due});
    }
    const auto* node = here();
    if (node == nullptr) return;
    for (auto& command : held_by(state_.phase)) obey(*node, std::move(command));
}

void Walk::hang_up(const flow::HangUp& how) {
    hangup_reason_ = how.reason;
    hangup_cause_ = cause_of(how.type);
    if (how.outcome) return finish(*how.outcome, how.reason);
    if (state_.met) return finish(state_.met->outcome, state_.met->reason);
    finish(Outcome::completed, {});
}

void Walk::fail(std::string reason) {
    // A fault behind a call that never came about does not change what the dial met.
    if (state_.met) return finish(state_.met->outcome, state_.met->reason);
    finish(Outcome::failed, std::move(reason));
}

void Walk::end(Outcome outcome, std::string reason) {
    if (std::holds_alternative<Dialing>(state_.phase)) commands_.emplace_back(CancelCall{});
    release();
    if (const auto* node = here()) note_left(*node, {}, {});
    // What the dial met stays, however the machine's call ends; but who takes it back says so.
    if (state_.met && outcome != Outcome::cancelled) {
        outcome = state_.met->outcome;
        reason = state_.met->reason;
    }
    finish(outcome, std::move(reason));
}

void Walk::hung_up(const HungUp& how) {
    if (!line_is_up_) return; // of a call that did not come about
    line_is_up_ = false;
    publish(fact::HungUp{true, how.reason, how.q850});
    end(state_.transferred ? Outcome::completed : Outcome::user_hangup, {});
}

void Walk::line_lost(const LineLost& how) {
    if (!line_is_up_ && std::holds_alternative<InFlow>(state_.phase)) return; // there is none
    // Whom the call was handed to need not say so by a BYE.
    if (state_.transferred) return end(Outcome::completed, {});
    end(Outcome::failed, how.reason);
}

void Walk::finish(Outcome outcome, std::string reason) {
    next_.reset();
    commands_.emplace_back(CancelTimer{whole_call});
    if (std::exchange(line_is_up_, false)) {
        const bool speaks_still = std::holds_alternative<PromptOver>(event_);
        commands_.emplace_back(
            Bye{hangup_cause_, speaks_still ? flow::jitter_buffer : std::chrono::milliseconds{0}});
        const bool usual = hangup_cause_ == Bye{}.q850;
        publish(fact::HungUp{false, hangup_reason_,
                             usual ? std::nullopt : std::optional{hangup_cause_}});
    }
    const int sip_code = state_.met ? state_.met->sip_code : state_.answered ? 200 : 0;
    const auto q850 = state_.met ? state_.met->q850 : std::nullopt;
    publish(fact::Finished{outcome, reason, sip_code, q850, flow::shown(state_.variables)});
    state_.phase = Over{outcome, std::move(reason)};
}

} // namespace hatif::call
