#include "flow/words.hpp"

#include "base/overloaded.hpp"

#include <array>

namespace hatif::flow {

namespace {

constexpr std::array<std::string_view, 8> outcomes{
    "completed", "no_answer", "busy", "rejected", "voicemail", "failed", "cancelled", "user_hangup",
};

} // namespace

std::string_view to_string(Outcome outcome) {
    return outcomes[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome_named(std::string_view text) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i] == text) return static_cast<Outcome>(i);
    }
    return std::nullopt;
}

Leave leave_failed(Fault why) {
    return Leave{{Output{"onError"}}, std::move(why)};
}

std::ostream& operator<<(std::ostream& out, const Piece& piece) {
    if (const auto* audio = std::get_if<PromptId>(&piece)) return out << *audio;
    if (const auto* text = std::get_if<SpokenText>(&piece)) {
        return out << speech::to_string(text->language) << ':'
                   << (text->secret ? masked : text->text);
    }
    const auto& spoken = std::get<SpokenKey>(piece);
    return out << spoken.dictionary << '/' << (spoken.secret ? masked : spoken.key);
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = base::overloaded{
        [&](const Play& it) {
            out << "play";
            for (const auto& piece : it.pieces) out << ' ' << piece;
        },
        [&](StopPlaying) { out << "stop playing"; },
        [&](StartTimer it) {
            out << "start timer " << it.round << " of " << it.after.count() << " ms";
        },
        [&](CancelTimer it) { out << "cancel timer " << it.round; },
        [&](PlaceCall it) { out << "place call" << (it.amd ? " with amd" : ""); },
        [&](CancelCall) { out << "cancel call"; },
        [&](Answer) { out << "answer"; },
        [&](Record it) {
            out << "record " << it.round << " for " << it.max.count() << " ms, silence "
                << it.silence.count() << " ms" << (it.beep ? ", with a beep" : "");
        },
        [&](StopRecording it) { out << "stop recording " << it.round; },
        [&](const Transfer& it) { out << "transfer to " << it.to; },
        [&](const Request& it) {
            out << "request " << it.round << ' ' << it.what.method << ' '
                << (it.what.secret ? masked : it.what.url);
        },
        [&](CancelRequest it) { out << "cancel request " << it.round; },
        [&](OptOut) { out << "opt out"; },
        [&](KeepKey it) { out << "keep key " << it.digit; },
        [&](TakeKey it) { out << "take key " << it.digit; },
        [&](const SetVariable& it) {
            out << "set " << it.name << " to " << (it.to.secret ? "***" : to_json(it.to.value));
        },
        [&](const NoteRead& it) {
            out << "read " << to_string(it.source.kind) << ' ' << it.source.name;
        },
        [&](NoteVerdict it) { out << "note " << (it.holds ? "true" : "false"); },
        [&](const NoteRecorded& it) { out << "note recorded " << it.id << ' ' << it.why; },
        [&](const NoteTransfer& it) {
            out << "note transfer " << (it.done ? "done " : "not done ") << it.code;
        },
        [&](const NoteRequest& it) {
            out << "note request " << it.method << ' ' << it.url << ' ' << it.status;
            if (!it.error.empty()) out << ' ' << it.error;
        },
        [&](const HangUp& it) { out << "hang up " << it.type; },
        [&](const Leave& it) {
            out << "leave by";
            for (const auto& output : it.by) out << ' ' << output;
            if (it.fault) out << ": " << it.fault->code;
        },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::flow
