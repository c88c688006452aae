#include "simulation/line.hpp"

#include "base/overloaded.hpp"
#include "flow/json_values.hpp"

#include <algorithm>

namespace hatif::simulation {

using namespace std::chrono_literals;

namespace {

constexpr auto tone_before_recording = 500ms;
constexpr auto time_to_transfer = 1'000ms;
constexpr auto time_to_serve = 200ms;

/// What is told of a greeting such as machines have, and of one such as people have.
detection::Verdict verdict_of(bool machine, Milliseconds delay) {
    detection::Verdict it{.delay = delay};
    it.answerer = machine ? detection::Answerer::machine : detection::Answerer::human;
    it.cause =
        machine ? detection::AmdCause::long_greeting : detection::AmdCause::greeting_then_silence;
    return it;
}

call::RequestOver failed(call::Ticket request, std::string code, std::string what) {
    return {request, 0, {}, flow::Fault{std::move(code), std::move(what)}};
}

bool is_of_node(call::Ticket timer) {
    return timer.visit > 0;
}

} // namespace

void Line::begin() {
    const auto* first = trial_.graph.find(trial_.graph.start);
    const bool inbound = first != nullptr && std::holds_alternative<flow::AnswerNode>(first->kind);
    feed(call::Begun{trial_.variables, inbound});
}

void Line::feed(const call::Event& event) {
    inbox_.push_back(event);
    if (feeding_) return;
    feeding_ = true;
    const call::Script script{trial_.graph, trial_.sources, trial_.limits};
    while (!inbox_.empty()) {
        const auto next_event = std::move(inbox_.front());
        inbox_.pop_front();
        auto [next, commands] = call::step(script, std::move(state_), next_event);
        state_ = std::move(next);
        if (!commands.empty()) quiet_since_ = now_;
        for (auto& command : commands) obey(command);
    }
    feeding_ = false;
}

std::optional<Milliseconds> Line::next() const {
    std::optional<Milliseconds> first;
    const auto take = [&](Milliseconds when) {
        if (!first || when < *first) first = when;
    };
    if (prompt_) take(prompt_->over);
    if (verdict_) take(verdict_->first);
    if (beep_due_) take(beep_due_->first);
    if (taping_) take(taping_->over);
    if (transfer_) take(transfer_->first);
    if (request_) take(request_->first);
    for (const auto& timer : timers_) take(timer.due);
    return first;
}

void Line::happen() {
    const auto when = next();
    if (!when) return;
    wait_until(*when);
    if (prompt_ && prompt_->over <= *when) {
        return feed(call::PromptOver{std::exchange(prompt_, std::nullopt)->play});
    }
    if (verdict_ && verdict_->first <= *when) {
        return feed(call::AmdDecided{std::exchange(verdict_, std::nullopt)->second});
    }
    if (beep_due_ && beep_due_->first <= *when) {
        return feed(std::exchange(beep_due_, std::nullopt)->second);
    }
    if (taping_ && taping_->over <= *when) {
        const bool long_enough = taping_->over >= taping_->last;
        if (!taping_->spoke) ++impatience_;
        const auto over = recording_over(!taping_->spoke ? "nothing_said"
                                         : long_enough   ? "max_duration"
                                                         : "silence");
        taping_.reset();
        return feed(over);
    }
    if (transfer_ && transfer_->first <= *when) {
        return feed(std::exchange(transfer_, std::nullopt)->second);
    }
    if (request_ && request_->first <= *when) {
        return feed(std::exchange(request_, std::nullopt)->second);
    }
    const auto timer =
        std::min_element(timers_.begin(), timers_.end(),
                         [](const auto& one, const auto& other) { return one.due < other.due; });
    const auto ticket = timer->ticket;
    timers_.erase(timer);
    if (is_of_node(ticket)) ++impatience_;
    feed(call::TimerFired{ticket});
}

std::optional<Milliseconds> Line::listens_since() const {
    const auto* at = std::get_if<call::InFlow>(&state_.phase);
    if (at == nullptr || prompt_) return std::nullopt;
    if (taping_) return taping_->began;
    const auto* node = std::get_if<flow::DtmfState>(&at->node);
    if (node == nullptr || std::holds_alternative<flow::Left>(*node)) return std::nullopt;
    return quiet_since_;
}

std::optional<Milliseconds> Line::records_since() const {
    if (!taping_ || taping_->spoke) return std::nullopt;
    return taping_->began;
}

std::optional<Milliseconds> Line::entered(const std::string& node) const {
    const auto it = std::find_if(entries_.begin(), entries_.end(),
                                 [&](const auto& entry) { return entry.first.value() == node; });
    if (it == entries_.end()) return std::nullopt;
    return it->second;
}

void Line::decide_at(Milliseconds when, bool machine) {
    verdict_ = {std::max(when, now_), verdict_of(machine, when - quiet_since_)};
}

void Line::speak(Milliseconds length) {
    taping_->spoke = true;
    taping_->over = std::min(now_ + length + taping_->silence, taping_->last);
}

call::RecordingOver Line::recording_over(std::string why) const {
    return {.recording = taping_->ticket,
            .id = "recording-" + std::to_string(taping_->ticket.visit),
            .why = std::move(why),
            .spoke = taping_->spoke,
            .length = std::max(0ms, now_ - taping_->began)};
}

void Line::obey(call::Command& command) {
    const auto table = base::overloaded{
        [&](const call::PlaceCall& it) { amd_ = it.amd; },
        [&](const call::Answer&) { feed(call::Answered{}); },
        [&](const call::Play& it) { play(it); },
        [&](const call::StopPlaying&) { stop_playing(); },
        [&](const call::AwaitBeep& it) { await_beep(it); },
        [&](const call::Record& it) {
            const auto began = now_ + (it.beep ? tone_before_recording : 0ms);
            taping_ = {it.recording, began, it.silence, began + it.max,
                       began + std::min(it.silence, it.max)};
        },
        [&](const call::StopRecording& it) { stop_recording(it); },
        [&](const call::Transfer&) { transfer(); },
        [&](const call::Request& it) { request(it); },
        [&](const call::CancelRequest&) { request_.reset(); },
        [&](const call::StartTimer& it) {
            timers_.push_back({it.timer, now_ + it.after});
        },
        [&](const call::CancelTimer& it) {
            std::erase_if(timers_, [&](const auto& each) { return each.ticket == it.timer; });
        },
        [&](call::Publish& it) { note(it.what); },
        [](const auto&) {}, // the carrier is told; nothing comes of it here
    };
    std::visit(table, command);
}

void Line::play(const call::Play& it) {
    const auto sound = sound_of(it.pieces, trial_.lookup);
    tells_ = sound && run_.heard.size() < trial_.most_kept;
    if (!sound) return feed(call::PromptFailed{it.play, sound.error()});
    prompt_ = {it.play, now_ + sound->length};
    if (!tells_) run_.cut = true;
    if (tells_) run_.heard.push_back({.began = now_, .length = sound->length, .text = sound->text});
}

void Line::stop_playing() {
    if (!std::exchange(prompt_, std::nullopt) || !tells_) return;
    run_.heard.back().length = now_ - run_.heard.back().began;
    run_.heard.back().interrupted = true;
}

void Line::await_beep(const call::AwaitBeep& it) {
    const bool heard = beep_.heard && beep_.after <= it.at_most;
    const auto waited = heard ? beep_.after : it.at_most;
    beep_due_ = {now_ + waited, call::BeepAwaited{heard, waited}};
}

void Line::stop_recording(const call::StopRecording& it) {
    if (!taping_ || taping_->ticket != it.recording) return;
    const auto over = recording_over("stopped");
    taping_.reset();
    feed(over);
}

void Line::transfer() {
    int code = 200;
    if (!transfer_codes_.empty()) {
        code = transfer_codes_.front();
        transfer_codes_.pop_front();
    }
    if (code == 0) return; // nothing is heard of it
    transfer_ = {now_ + time_to_transfer, call::TransferOver{code >= 200 && code < 300, code}};
}

void Line::request(const call::Request& it) {
    const auto* at = std::get_if<call::InFlow>(&state_.phase);
    const auto fits = [&](const ScriptStep& step) {
        return step.in.empty() || (at != nullptr && step.in == at->at.value());
    };
    const auto answer = std::find_if(answers_.begin(), answers_.end(), fits);
    if (answer == answers_.end()) {
        return feed(failed(it.request, "request_refused", "the script has no answer to this"));
    }
    const auto step = *answer;
    answers_.erase(answer);
    const auto after = step.after.value_or(time_to_serve);
    if (after > it.what.timeout) {
        request_ = {now_ + it.what.timeout,
                    failed(it.request, "request_timeout", "the server took too long")};
    } else if (!step.fault.empty()) {
        request_ = {now_ + after, failed(it.request, step.fault, "the script says so")};
    } else {
        request_ = {now_ + after, call::RequestOver{it.request, step.code,
                                                    flow::values_in(step.body, it.what.wanted)}};
    }
}

void Line::note(call::Fact& fact) {
    const bool keeps = run_.path.size() < trial_.most_kept;
    const auto table = base::overloaded{
        [&](call::fact::NodeEntered& it) {
            coverage_.enter(it.node);
            const auto last =
                std::find_if(entries_.begin(), entries_.end(),
                             [&](const auto& entry) { return entry.first == it.node; });
            if (last == entries_.end()) {
                entries_.emplace_back(it.node, now_);
            } else {
                last->second = now_;
            }
            if (!keeps) run_.cut = true;
            if (keeps) {
                run_.path.push_back(
                    {std::move(it.node), std::move(it.type), it.label.value(), now_});
            }
        },
        [&](call::fact::NodeLeft& it) {
            coverage_.leave(it.node, it.output);
            const auto index = static_cast<std::size_t>(it.index);
            if (index >= run_.path.size()) return;
            auto& visit = run_.path[index];
            if (visit.left) return;
            visit.left = now_;
            visit.output = std::move(it.output);
            visit.error = std::move(it.error);
        },
        [&](call::fact::PromptStarted& it) {
            if (tells_) run_.heard.back().node = std::move(it.node);
        },
        [&](const call::fact::AmdDecided& it) {
            if (it.verdict.answerer == detection::Answerer::machine) coverage_.meet_machine();
        },
        [](const auto&) {},
    };
    std::visit(table, fact);
}

Run Line::done() && {
    run_.length = now_;
    run_.steps = state_.steps;
    run_.answered = state_.answered;
    if (const auto* over = std::get_if<call::Over>(&state_.phase)) {
        run_.outcome = over->outcome;
        run_.reason = over->reason;
    }
    run_.variables = std::move(state_.variables);
    return std::move(run_);
}

} // namespace hatif::simulation
