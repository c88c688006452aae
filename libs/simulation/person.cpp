#include "simulation/person.hpp"

#include <algorithm>

namespace hatif::simulation {

using namespace std::chrono_literals;

namespace {

constexpr auto time_to_pick_up = 2'000ms;
constexpr auto time_to_decide = 1'800ms;
constexpr auto time_to_find_a_person = 1'500ms;
constexpr auto usual = 500ms;

/// How long a step takes that does not say it.
Milliseconds usual_wait(Act act, bool dialing) {
    if (act == Act::answer) return time_to_pick_up;
    if (act == Act::human || act == Act::machine) {
        return dialing ? time_to_pick_up : time_to_decide;
    }
    return usual;
}

call::Refused refusal(const ScriptStep& step) {
    switch (step.act) {
    case Act::busy:
        return {flow::Outcome::busy, "sip_486_busy_here", 486, 17};
    case Act::rejected:
        return {flow::Outcome::rejected, "sip_603_decline", 603, 21};
    case Act::no_answer:
        return {flow::Outcome::no_answer, "sip_480_temporarily_unavailable", 480};
    default:
        return {flow::Outcome::failed, "sip_" + std::to_string(step.code), step.code};
    }
}

/// Whether a step waits until the flow has had enough, and is no event itself.
bool only_waits(const ScriptStep& step) {
    if (step.act == Act::silence) return !step.length;
    return step.act == Act::no_answer && !step.after;
}

} // namespace

bool Person::brings_verdict() const {
    return std::any_of(
        script_.begin() + static_cast<std::ptrdiff_t>(at_), script_.end(),
        [](const ScriptStep& step) { return step.act == Act::human || step.act == Act::machine; });
}

/// A step before its own wait: nothing, while it waits for a node or a question.
std::optional<Milliseconds> Person::begins_at(const ScriptStep& step) const {
    if (!step.in.empty()) {
        const auto entered = line_.entered(step.in);
        if (!entered || *entered < last_) return std::nullopt;
        return entered;
    }
    if (step.after) return last_;
    if (step.act == Act::keys) return line_.listens_since();
    if (step.act == Act::speak) return line_.records_since();
    return last_;
}

std::optional<Milliseconds> Person::due() const {
    const auto* step = current();
    if (step == nullptr || only_waits(*step)) return std::nullopt;
    if (step->act == Act::http) return line_.now();
    if (step->act == Act::keys && key_ > 0) return last_ + step->every;
    if (step->act == Act::speak && !line_.records_since()) return std::nullopt;
    const auto from = begins_at(*step);
    if (!from) return std::nullopt;
    if (step->act == Act::silence) return *from + *step->length;
    if (step->act == Act::transfer) return *from;
    return *from + step->after.value_or(usual_wait(step->act, line_.is_dialing()));
}

void Person::look() {
    const auto* step = current();
    if (step == nullptr || !only_waits(*step)) return;
    if (step->act == Act::no_answer ? !line_.is_dialing() : line_.impatience() > impatience_) {
        done();
    }
}

void Person::done() {
    last_ = line_.now();
    key_ = 0;
    impatience_ = line_.impatience();
    ++at_;
}

void Person::pick_up() {
    if (!line_.is_dialing()) return;
    const bool scripted = brings_verdict();
    line_.feed(call::Answered{});
    if (line_.is_listened_to() && !scripted) {
        line_.decide_at(line_.now() + time_to_find_a_person, false);
    }
}

/// A verdict on who picked up before, or does now.
void Person::decide(const ScriptStep& step) {
    const auto delay = line_.is_dialing() ? time_to_decide : 0ms;
    pick_up();
    const bool machine = step.act == Act::machine;
    if (machine) line_.answer_beep(step.beep, step.beep_after);
    line_.decide_at(line_.now() + delay, machine);
}

void Person::press(const ScriptStep& step) {
    const char key = step.keys[key_++];
    last_ = line_.now();
    const bool was_last = key_ == step.keys.size();
    line_.feed(call::KeyPressed{key});
    if (was_last) done();
}

void Person::act() {
    const auto& step = *current();
    switch (step.act) {
    case Act::ringing:
        line_.feed(call::Ringing{step.code});
        break;
    case Act::answer:
        pick_up();
        break;
    case Act::busy:
    case Act::rejected:
    case Act::no_answer:
    case Act::failed:
        line_.feed(refusal(step));
        break;
    case Act::human:
    case Act::machine:
        decide(step);
        break;
    case Act::keys:
        return press(step);
    case Act::silence:
    case Act::transfer: // whom it is handed to knew before
    case Act::http:     // and so did the server
        break;
    case Act::speak:
        line_.speak(*step.length);
        break;
    case Act::hangup:
        line_.feed(call::HungUp{});
        break;
    case Act::cancel:
        line_.feed(call::CancelRequested{});
        break;
    case Act::line_lost:
        line_.feed(call::LineLost{"line_lost"});
        break;
    }
    done();
}

} // namespace hatif::simulation
