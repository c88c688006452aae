#include "call/walk.hpp"
#include "flow/reach.hpp"

// Who answered, and what a machine's way begins with.

namespace hatif::call {

namespace {

bool is_open(AnsweredBy answerer) {
    return answerer == AnsweredBy::awaited || answerer == AnsweredBy::keyed;
}

} // namespace

void Walk::key_decides() {
    if (state_.answered_by != AnsweredBy::awaited) return;
    state_.answered_by = AnsweredBy::keyed;
    moved_ = true;
    hides_input_ = flow::has_secret(script_.graph);
}

void Walk::assume_person(AnsweredBy how) {
    state_.answered_by = how;
    if (const auto* key = std::get_if<KeyPressed>(&event_)) {
        state_.kept_key = key->digit; // for the first node that asks, as one that ends a play
        hides_input_ = flow::has_secret(script_.graph);
    }
    leave_start(flow::leave_after(Outcome::completed));
}

void Walk::decide(const AmdDecided& it) {
    if (!is_open(state_.answered_by)) return;
    auto verdict = it.verdict;
    if (state_.answered_by == AnsweredBy::keyed) {
        verdict.answerer = detection::Answerer::human;
        verdict.cause = detection::AmdCause::key;
    }
    const bool machine = verdict.answerer == detection::Answerer::machine;
    const bool beep_heard = verdict.beep || verdict.cause == detection::AmdCause::beep;
    publish(fact::AmdDecided{std::move(verdict)});
    state_.answered_by = machine ? AnsweredBy::machine : AnsweredBy::human;
    const auto* dial = script_.graph.find(script_.graph.start);
    if (machine && dial != nullptr) return take_machine(*dial, beep_heard);
    if (std::holds_alternative<Deciding>(state_.phase)) assume_person(AnsweredBy::human);
}

/// The way of a machine, whatever ran: behind the beep when there is something to say to it.
void Walk::take_machine(const flow::Node& dial, bool beep_heard) {
    state_.met = Refused{Outcome::voicemail, {}, 200};
    const auto by = flow::leave_after(Outcome::voicemail);
    const auto* node = here();
    release();
    if (std::holds_alternative<Deciding>(state_.phase)) {
        leave(dial, by);
    } else {
        if (node != nullptr) note_left(*node, {}, {}); // the dial was left by onAnswer before
        const auto way = flow::way_on(dial, by);
        if (!way) return hang_up({});
        next_ = way->to;
    }
    if (!next_ || beep_heard || !flow::uses_line_from(script_.graph, *next_)) return go_on();
    state_.phase = AwaitingBeep{*std::exchange(next_, std::nullopt)};
    commands_.emplace_back(AwaitBeep{flow::longest_beep});
    commands_.emplace_back(StartTimer{beep_due, flow::longest_beep + flow::beep_margin});
}

void Walk::give_up_beep() {
    go_on_after({false, flow::longest_beep + flow::beep_margin});
}

void Walk::go_on_after(const BeepAwaited& it) {
    publish(fact::BeepAwaited{it.heard, it.waited});
    release();
    const flow::NodeId next = std::get<AwaitingBeep>(state_.phase).next;
    visit(next);
}

} // namespace hatif::call
