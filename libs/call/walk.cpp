#include "call/walk.hpp"

#include <algorithm>
#include <utility>

namespace hatif::call {

namespace {

constexpr std::size_t usual_commands = 12; // of a step that moves
constexpr std::size_t usual_nodes = 16;    // of a call

const flow::NodeId* node_of(const Phase& phase) {
    if (const auto* in_flow = std::get_if<InFlow>(&phase)) return &in_flow->at;
    if (const auto* dialing = std::get_if<Dialing>(&phase)) return &dialing->at;
    if (const auto* deciding = std::get_if<Deciding>(&phase)) return &deciding->at;
    if (const auto* answering = std::get_if<Answering>(&phase)) return &answering->at;
    return nullptr;
}

bool is_live(const State& state) {
    if (std::holds_alternative<Answering>(state.phase)) return true;
    return state.answered && !std::holds_alternative<Over>(state.phase);
}

std::string_view status_of(const State& state) {
    if (state.met) return flow::to_string(state.met->outcome);
    if (state.answered) return "answered";
    return state.inbound ? "ringing" : "dialing";
}

std::string_view answerer_of(const State& state) {
    if (!state.answered) return "";
    switch (state.answered_by) {
    case AnsweredBy::machine:
        return "machine";
    case AnsweredBy::human:
    case AnsweredBy::keyed:
        return "human";
    default:
        return "unknown";
    }
}

} // namespace

Walk::Walk(const Script& script, State from, const Event& event)
    : script_{script}, event_{event}, state_{std::move(from)} {
    state_.steps += 1;
    line_is_up_ = is_live(state_);
    commands_.reserve(usual_commands);
    publish(fact::Input{});
    // Before anything is made of it: an answer that only ends the call is told as well.
    if (const auto* answer = std::get_if<RequestOver>(&event_)) {
        hidden_values_ = values_to_hide(*answer);
    }
}

/// One that nobody waits for may be about anything.
std::vector<bool> Walk::values_to_hide(const RequestOver& answer) const {
    const auto* node = answer.request.visit == state_.visits ? here() : nullptr;
    const auto* asked = node == nullptr ? nullptr : std::get_if<flow::HttpRequestNode>(&node->kind);
    if (asked == nullptr) return std::vector<bool>(answer.values.size(), true);
    return flow::hidden_values(*asked);
}

void Walk::hide_key() {
    if (!std::holds_alternative<KeyPressed>(event_)) return;
    const auto* node = std::holds_alternative<InFlow>(state_.phase) ? here() : nullptr;
    hides_input_ = node == nullptr ? flow::has_secret(script_.graph) : !shows_keys(*node);
}

Step Walk::done() && {
    // Its own input is told of an event only when something came of it.
    if (commands_.size() <= 1 && !moved_) {
        state_.steps -= 1;
        return {std::move(state_), {}};
    }
    auto& input = std::get<fact::Input>(std::get<Publish>(commands_[input_]).what);
    input.kind = kind_of(event_);
    const auto* answer = std::get_if<RequestOver>(&event_);
    input.data = answer == nullptr ? data_of(event_) : data_of(bounded(*answer), hidden_values_);
    if (hides_input_) hide_input(input);
    return {std::move(state_), std::move(commands_)};
}

/// Instead of what was keyed: what came of it. Whatever else had the answer taken, a timer or the
/// end of a prompt before a question with a kept key, is told with it.
void Walk::hide_input(fact::Input& input) const {
    const bool keyed = std::holds_alternative<KeyPressed>(event_);
    std::string data = keyed ? "{" : input.data.substr(0, input.data.size() - 1);
    if (data.size() > 1) data += ',';
    data += R"("output":)" + (first_output_ ? flow::json_text(*first_output_) : "null");
    if (asked_again_) data += R"(,"again":true)";
    input.data = data + '}';
}

flow::Scope Walk::scope() const {
    return {state_.variables, script_.sources, status_of(state_), answerer_of(state_),
            state_.kept_key};
}

/// The same to enter this node with.
flow::Scope Walk::scope_of(const flow::NodeId& node) const {
    auto all = scope();
    if (script_.verdicts == nullptr) return all;
    const auto it = script_.verdicts->find({state_.steps, node});
    if (it != script_.verdicts->end()) all.verdict = it->second;
    return all;
}

/// A graph has fewer nodes than fit: 1,000, and 5,000 with those that are linked.
std::uint16_t Walk::place_of(const flow::Node& node) const {
    return static_cast<std::uint16_t>(&node - script_.graph.nodes.data());
}

const flow::Node* Walk::here() const {
    const auto* id = node_of(state_.phase);
    return id == nullptr ? nullptr : script_.graph.find(*id);
}

bool Walk::shows_keys(const flow::Node& node) const {
    // A key that ends a play may answer the secret question behind it; one that ends a recording
    // answers nothing.
    if (std::holds_alternative<flow::RecordNode>(node.kind)) return true;
    const bool asks = std::holds_alternative<flow::DtmfNode>(node.kind);
    return asks ? !flow::is_secret(node.kind) : !flow::has_secret(script_.graph);
}

void Walk::begin(const Begun& with) {
    state_.variables = with.variables;
    state_.visits_of.reserve(std::min(usual_nodes, script_.graph.nodes.size()));
    state_.inbound = with.inbound;
    line_is_up_ = with.inbound; // it came, and wants an answer of some kind
    // The first event of its attempt, before the input that it follows from.
    publish(with.inbound ? Fact{fact::Arrived{}} : Fact{fact::Dialed{}});
    std::swap(commands_.front(), commands_.back());
    input_ = 1;
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
    const auto* start = here();
    const auto* dial = std::get_if<flow::DialNode>(&start->kind);
    if (dial == nullptr) return leave_start(flow::leave_taken());
    if (dial->enable_amd) state_.answered_by = AnsweredBy::awaited;
    if (!dial->enable_amd || !dial->waits_for_amd) {
        return leave_start(flow::leave_after(Outcome::completed));
    }
    release();
    state_.phase = Deciding{start->id};
    commands_.emplace_back(StartTimer{verdict_due, script_.limits.verdict});
}

void Walk::refuse(const Refused& met) {
    state_.met = met;
    line_is_up_ = false;
    const Fault why{met.reason, state_.inbound ? "the call could not be taken"
                                               : "the call could not be placed"};
    if (state_.inbound) return leave_start(flow::leave_failed(why));
    const bool failed = met.outcome == Outcome::failed;
    leave_start(flow::leave_after(met.outcome, failed ? std::optional{why} : std::nullopt));
}

void Walk::ring_out() {
    commands_.emplace_back(CancelCall{});
    state_.met = Refused{Outcome::no_answer, "ring_timeout"};
    leave_start(flow::leave_after(Outcome::no_answer));
}

/// The dial, or the answer, has what it waited for.
void Walk::leave_start(const flow::Leave& by) {
    const auto* start = here();
    release();
    leave(*start, by);
    go_on();
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
    go_on();
}

void Walk::note_key(const flow::Node& node, char digit) {
    hides_input_ = !shows_keys(node);
    if (!std::holds_alternative<flow::DtmfNode>(node.kind)) return; // kept for the one that asks
    publish(fact::DigitHeard{node.id, hides_input_ ? std::string{masked} : std::string(1, digit)});
}

/// Of the first node of a flow that a call goes on with: there is no second call, and what became
/// of the one there is stands already.
flow::Leave Walk::leave_again(const flow::Node& node) const {
    if (std::holds_alternative<flow::AnswerNode>(node.kind)) {
        return state_.answered ? flow::leave_taken() : flow::Leave{{flow::Output{"onError"}}};
    }
    return flow::leave_after(state_.met ? state_.met->outcome : Outcome::completed);
}

void Walk::go_on() {
    if (next_) visit(*next_);
}

void Walk::visit(const flow::NodeId& first) {
    next_ = first;
    for (int entered = 0; next_; ++entered) {
        const flow::NodeId id = *std::exchange(next_, std::nullopt);
        const auto* node = script_.graph.find(id);
        if (node == nullptr) return fail("unknown_node");
        const bool takes = std::holds_alternative<flow::AnswerNode>(node->kind);
        const bool begins = flow::begins(node->kind);
        const bool first_of_all = state_.visits == 0;
        if (first_of_all && !(begins && takes == state_.inbound)) return fail("flow_invalid");
        if (!state_.answered && !flow::may_run_unanswered(node->kind)) return fail("flow_invalid");
        const int times = ++state_.visits_of[place_of(*node)];
        if (times > script_.limits.visits_of_a_node || entered >= script_.limits.visits_in_a_step) {
            return fail("visit_limit_reached");
        }
        publish(fact::NodeEntered{id, node->type, node->label, state_.visits});
        state_.visits += 1;
        if (begins && !first_of_all) {
            leave(*node, leave_again(*node));
        } else {
            take(*node, flow::enter(node->kind, scope_of(id)));
        }
    }
}

} // namespace hatif::call
