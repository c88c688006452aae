#include "call/walk.hpp"

#include "base/overloaded.hpp"

#include <fmt/format.h>

#include <utility>

namespace hatif::call {

namespace {

/// What is told of a play: secret words as one mask, so that not even their number shows.
fact::PromptStarted started(const flow::NodeId& node, const flow::Pieces& pieces) {
    fact::PromptStarted told{node, {}};
    bool hid = false;
    for (const auto& piece : pieces) {
        const auto* spoken = std::get_if<flow::SpokenKey>(&piece);
        const bool hides = spoken != nullptr && spoken->secret;
        if (spoken == nullptr) told.audios.push_back(std::get<flow::PromptId>(piece));
        if (spoken != nullptr && !hides) told.keys.push_back(spoken->key);
        if (hides && !hid) told.keys.emplace_back(masked);
        hid = hides;
    }
    return told;
}

const flow::NodeId* node_of(const Phase& phase) {
    if (const auto* dialing = std::get_if<Dialing>(&phase)) return &dialing->at;
    if (const auto* in_flow = std::get_if<InFlow>(&phase)) return &in_flow->at;
    return nullptr;
}

const Fault no_room{"too_many_variables", "the variables of the call would take too many bytes"};

} // namespace

Walk::Walk(const Script& script, State from, const Event& event)
    : script_{script}, state_{std::move(from)} {
    state_.steps += 1;
    line_is_up_ = state_.answered && std::holds_alternative<InFlow>(state_.phase);
    publish(fact::Input{std::string{kind_of(event)}, data_of(event)});
}

Step Walk::done(const State& before) && {
    if (commands_.size() == 1) return {before, {}}; // but for its own input, nothing came of it
    if (hides_input_) hide_input();
    return {std::move(state_), std::move(commands_)};
}

/// Instead of what was keyed: what came of it. Whatever else had the answer taken, a timer or the
/// end of a prompt before a question with a kept key, is told with it.
void Walk::hide_input() {
    auto& input = std::get<fact::Input>(std::get<Publish>(commands_.front()).what);
    const bool keyed = input.kind == "key_pressed";
    std::string data = keyed ? "{" : input.data.substr(0, input.data.size() - 1);
    if (data.size() > 1) data += ',';
    data += R"("output":)" + (first_output_ ? flow::json_text(*first_output_) : "null");
    if (asked_again_) data += R"(,"again":true)";
    input.data = data + '}';
}

flow::Scope Walk::scope() const {
    const auto status = state_.answered ? "answered"
                        : state_.met    ? flow::to_string(state_.met->outcome)
                                        : "dialing";
    return {state_.variables, script_.sources, status, state_.answered ? "human" : "",
            state_.kept_key};
}

const flow::Node* Walk::here() const {
    const auto* id = node_of(state_.phase);
    return id == nullptr ? nullptr : script_.graph.find(*id);
}

bool Walk::shows_keys(const flow::Node& node) const {
    // A key that ends a play may answer the secret question behind it.
    const bool asks = std::holds_alternative<flow::DtmfNode>(node.kind);
    return asks ? !flow::is_secret(node.kind) : !flow::has_secret(script_.graph);
}

void Walk::begin(const Begun& with) {
    state_.variables = with.variables;
    // The first event of its attempt, before the input that it follows from.
    commands_.insert(commands_.begin(), Publish{state_.steps, fact::Dialed{}});
    commands_.emplace_back(StartTimer{whole_call, script_.limits.length});
    visit(script_.graph.start);
}

void Walk::ring(const Ringing& how) {
    if (state_.rang) return;
    state_.rang = true;
    publish(fact::Ringing{how.sip_code});
}

void Walk::answer() {
    state_.answered = true;
    line_is_up_ = true;
    publish(fact::Answered{});
    leave_dial(Outcome::completed, {});
}

void Walk::refuse(const Refused& met) {
    state_.met = met;
    std::optional<Fault> why;
    if (met.outcome == Outcome::failed) why = Fault{met.reason, "the call could not be placed"};
    leave_dial(met.outcome, std::move(why));
}

void Walk::ring_out() {
    commands_.emplace_back(CancelCall{});
    state_.met = Refused{Outcome::no_answer, "ring_timeout"};
    leave_dial(Outcome::no_answer, {});
}

void Walk::leave_dial(Outcome met, std::optional<Fault> why) {
    const auto* dial = here();
    release();
    leave(*dial, flow::leave_after(met, std::move(why)));
    if (next_) visit(*next_);
}

void Walk::within(const InFlow& at, const flow::Event& event) {
    const auto* node = here();
    if (node == nullptr) return fail("unknown_node");
    auto step = flow::step(node->kind, at.node, event, scope());
    if (step.commands.empty()) return;
    if (flow::is_secret(node->kind)) {
        hides_input_ = flow::holds_keys(at.node);
        asked_again_ = step.next && flow::tries_of(*step.next) > flow::tries_of(at.node);
    }
    if (const auto* key = std::get_if<flow::KeyPressed>(&event)) note_key(*node, key->digit);
    const bool over = std::holds_alternative<flow::PromptOver>(event);
    const bool failed = std::holds_alternative<flow::PromptFailed>(event);
    if (over || failed) publish(fact::PromptEnded{node->id, failed});
    take(*node, std::move(step));
    if (next_) visit(*next_);
}

void Walk::note_key(const flow::Node& node, char digit) {
    hides_input_ = !shows_keys(node);
    if (!std::holds_alternative<flow::DtmfNode>(node.kind)) return; // kept for the one that asks
    publish(fact::DigitHeard{node.id, hides_input_ ? std::string{masked} : std::string(1, digit)});
}

void Walk::visit(const flow::NodeId& first) {
    next_ = first;
    for (int entered = 0; next_; ++entered) {
        const flow::NodeId id = *next_;
        next_.reset();
        const auto* node = script_.graph.find(id);
        if (node == nullptr) return fail("unknown_node");
        const bool dials = std::holds_alternative<flow::DialNode>(node->kind);
        if (dials != (state_.visits == 0)) return fail("flow_invalid");
        if (!state_.answered && !flow::may_run_unanswered(node->kind)) return fail("flow_invalid");
        const int times = ++state_.visits_of[id];
        if (times > script_.limits.visits_of_a_node || entered >= script_.limits.visits_in_a_step) {
            return fail("visit_limit_reached");
        }
        publish(fact::NodeEntered{id, node->type, node->label, state_.visits});
        state_.visits += 1;
        take(*node, flow::enter(node->kind, scope()));
    }
}

void Walk::take(const flow::Node& node, flow::Step step) {
    if (step.next) {
        const bool dials = std::holds_alternative<flow::DialState>(*step.next);
        state_.phase = dials ? Phase{Dialing{node.id}} : Phase{InFlow{node.id, *step.next}};
    }
    for (const auto& command : step.commands) {
        const auto* set = std::get_if<flow::SetVariable>(&command);
        if (set != nullptr && !has_room(*set)) return leave(node, flow::leave_failed(no_room));
        obey(node, command);
    }
}

void Walk::obey(const flow::Node& node, const flow::Command& command) {
    const auto table = base::overloaded{
        [&](const flow::Play& it) {
            commands_.emplace_back(Play{ticket(it.round), it.pieces});
            publish(started(node.id, it.pieces));
        },
        [&](flow::StopPlaying) {
            commands_.emplace_back(StopPlaying{});
            publish(fact::PromptEnded{node.id, true});
        },
        [&](flow::StartTimer it) {
            commands_.emplace_back(StartTimer{ticket(it.round), it.after});
        },
        [&](flow::CancelTimer it) { commands_.emplace_back(CancelTimer{ticket(it.round)}); },
        [&](flow::PlaceCall it) { commands_.emplace_back(PlaceCall{it.amd}); },
        [&](flow::CancelCall) { commands_.emplace_back(CancelCall{}); },
        [&](flow::KeepKey it) { state_.kept_key = it.digit; },
        [&](flow::TakeKey it) {
            state_.kept_key.reset();
            note_key(node, it.digit);
        },
        [&](const flow::SetVariable& it) {
            state_.variables[it.name] = it.to;
            publish(fact::VariableSet{
                node.id, it.name, it.to.secret ? std::string{masked} : flow::to_text(it.to.value)});
        },
        [&](const flow::NoteRead& it) {
            publish(fact::FieldRead{std::string{to_string(it.source.kind)}, it.source.name,
                                    flow::to_json(it.value)});
        },
        [&](flow::NoteVerdict it) {
            publish(fact::FieldRead{"condition", node.id.value(), it.holds ? "true" : "false"});
        },
        [&](const flow::HangUp& it) {
            note_left(node, {}, {});
            hang_up(it);
        },
        [&](const flow::Leave& it) { leave(node, it); },
    };
    std::visit(table, command);
}

bool Walk::has_room(const flow::SetVariable& set) const {
    std::size_t bytes = flow::size_of(set.name, set.to);
    for (const auto& [name, variable] : state_.variables) {
        if (name != set.name) bytes += flow::size_of(name, variable);
    }
    return bytes <= script_.limits.variables;
}

void Walk::note_left(const flow::Node& node, std::string output, std::string error) {
    publish(fact::NodeLeft{node.id, state_.visits - 1, std::move(output), std::move(error)});
}

void Walk::leave(const flow::Node& node, const flow::Leave& leave) {
    const auto way = flow::way_on(node, leave);
    // Where nothing leads on, no branch is told: its name would be the answer itself.
    const bool answers = flow::is_branch(node.kind, leave.by.front());
    const auto& name = way ? way->by : answers ? leave.by.back() : leave.by.front();
    const std::string output = name.value();
    if (!first_output_) first_output_ = output;
    if (leave.fault) publish(fact::CallError{node.id, *leave.fault});
    note_left(node, output, leave.fault ? leave.fault->code : std::string{});
    if (way) {
        next_ = way->to;
    } else if (leave.fault) {
        fail(leave.fault->code);
    } else {
        hang_up({});
    }
}

void Walk::release() {
    const auto* node = here();
    if (node == nullptr) return;
    const auto* in_flow = std::get_if<InFlow>(&state_.phase);
    const flow::NodeState held = in_flow != nullptr ? in_flow->node : flow::DialState{};
    for (const auto& command : flow::release(held)) obey(*node, command);
}

void Walk::hang_up(const flow::HangUp& how) {
    hangup_reason_ = how.reason;
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
    if (const auto* node = here()) {
        if (std::holds_alternative<Dialing>(state_.phase)) commands_.emplace_back(CancelCall{});
        release();
        note_left(*node, {}, {});
    }
    finish(outcome, std::move(reason));
}

void Walk::callee_hung_up(const HungUp& how) {
    line_is_up_ = false;
    publish(fact::HungUp{true, how.reason, how.q850});
    end(Outcome::user_hangup, {});
}

void Walk::finish(Outcome outcome, std::string reason) {
    next_.reset();
    commands_.emplace_back(CancelTimer{whole_call});
    if (line_is_up_) {
        commands_.emplace_back(Bye{});
        publish(fact::HungUp{false, hangup_reason_});
        line_is_up_ = false;
    }
    const int sip_code = state_.met ? state_.met->sip_code : state_.answered ? 200 : 0;
    const auto q850 = state_.met ? state_.met->q850 : std::nullopt;
    publish(fact::Finished{outcome, reason, sip_code, q850, flow::shown(state_.variables)});
    state_.phase = Over{outcome, std::move(reason)};
}

} // namespace hatif::call
