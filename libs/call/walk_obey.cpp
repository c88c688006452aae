#include "base/overloaded.hpp"
#include "call/walk.hpp"

// What nodes want, as what is to be done and told.

namespace hatif::call {

namespace {

/// What is told of a play: secret words as one mask, so that not even their number shows.
fact::PromptStarted started(const flow::NodeId& node, const flow::Pieces& pieces) {
    fact::PromptStarted told{node, {}};
    bool hid = false;
    const auto say = [&](std::vector<std::string>& words, const std::string& word, bool secret) {
        if (!secret) words.push_back(word);
        if (secret && !hid) words.emplace_back(masked);
        hid = secret;
    };
    const auto table = base::overloaded{
        [&](const flow::PromptId& audio) {
            told.audios.push_back(audio);
            hid = false;
        },
        [&](const flow::SpokenKey& it) { say(told.keys, it.key, it.secret); },
        [&](const flow::SpokenText& it) { say(told.texts, it.text, it.secret); },
    };
    for (const auto& piece : pieces) std::visit(table, piece);
    return told;
}

Phase phase_at(const flow::NodeId& node, flow::NodeState&& state) {
    if (std::holds_alternative<flow::DialState>(state)) return Dialing{node};
    if (std::holds_alternative<flow::AnswerState>(state)) return Answering{node};
    return InFlow{node, std::move(state)};
}

const Fault no_room{"too_many_variables", "the variables of the call would take too many bytes"};

} // namespace

void Walk::take(const flow::Node& node, flow::Step&& step) {
    if (step.next) state_.phase = phase_at(node.id, std::move(*step.next));
    for (auto& command : step.commands) {
        const auto* set = std::get_if<flow::SetVariable>(&command);
        if (set != nullptr && !has_room(*set)) return leave(node, flow::leave_failed(no_room));
        obey(node, std::move(command));
    }
}

void Walk::obey(const flow::Node& node, flow::Command&& command) {
    const auto table = base::overloaded{
        [&](flow::Play&& it) {
            auto told = started(node.id, it.pieces);
            commands_.emplace_back(Play{ticket(it.round), std::move(it.pieces)});
            publish(std::move(told));
        },
        [&](flow::StopPlaying&&) {
            commands_.emplace_back(StopPlaying{});
            publish(fact::PromptEnded{node.id, true});
        },
        [&](flow::StartTimer&& it) {
            commands_.emplace_back(StartTimer{ticket(it.round), it.after});
        },
        [&](flow::CancelTimer&& it) { commands_.emplace_back(CancelTimer{ticket(it.round)}); },
        [&](flow::PlaceCall&& it) { commands_.emplace_back(PlaceCall{it.amd}); },
        [&](flow::CancelCall&&) { commands_.emplace_back(CancelCall{}); },
        [&](flow::Answer&&) { commands_.emplace_back(Answer{}); },
        [&](flow::Record&& it) {
            commands_.emplace_back(Record{ticket(it.round), node.id, it.max, it.silence, it.beep});
        },
        [&](flow::StopRecording&& it) { commands_.emplace_back(StopRecording{ticket(it.round)}); },
        [&](flow::Transfer&& it) { commands_.emplace_back(Transfer{std::move(it.to)}); },
        [&](flow::Request&& it) {
            commands_.emplace_back(Request{ticket(it.round), std::move(it.what)});
        },
        [&](flow::CancelRequest&& it) { commands_.emplace_back(CancelRequest{ticket(it.round)}); },
        [&](flow::OptOut&&) { publish(fact::OptedOut{node.id}); },
        [&](flow::KeepKey&& it) { state_.kept_key = it.digit; },
        [&](flow::TakeKey&& it) {
            state_.kept_key.reset();
            note_key(node, it.digit);
        },
        [&](flow::SetVariable&& it) { set(node, std::move(it)); },
        [&](flow::NoteRead&& it) {
            publish(fact::FieldRead{std::string{to_string(it.source.kind)},
                                    std::move(it.source.name), flow::to_json(it.value)});
        },
        [&](flow::NoteVerdict&& it) {
            publish(fact::FieldRead{"condition", node.id.value(), it.holds ? "true" : "false"});
        },
        [&](flow::NoteRecorded&& it) {
            publish(fact::Recorded{node.id, std::move(it.id), std::move(it.why), it.length});
        },
        [&](flow::NoteTransfer&& it) {
            state_.transferred = it.done;
            publish(fact::Transferred{node.id, std::move(it.to), it.done, it.code});
        },
        [&](flow::NoteRequest&& it) {
            publish(fact::Requested{node.id, std::move(it.method), std::move(it.url), it.status,
                                    std::move(it.error)});
        },
        [&](flow::HangUp&& it) {
            note_left(node, {}, {});
            hang_up(it);
        },
        [&](flow::Leave&& it) { leave(node, it); },
    };
    std::visit(table, std::move(command));
}

void Walk::set(const flow::Node& node, flow::SetVariable&& variable) {
    const auto& [value, secret] = variable.to;
    publish(fact::VariableSet{node.id, variable.name,
                              secret ? std::string{masked} : flow::to_text(value)});
    state_.variables.insert_or_assign(std::move(variable.name), std::move(variable.to));
}

bool Walk::has_room(const flow::SetVariable& set) const {
    std::size_t bytes = flow::size_of(set.name, set.to);
    for (const auto& [name, variable] : state_.variables) {
        if (name != set.name) bytes += flow::size_of(name, variable);
    }
    return bytes <= script_.limits.variables;
}

} // namespace hatif::call
