#include "call/command.hpp"

#include "base/overloaded.hpp"

namespace hatif::call {

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = base::overloaded{
        [&](PlaceCall it) { out << "place call" << (it.amd ? " with amd" : ""); },
        [&](CancelCall) { out << "cancel call"; },
        [&](Answer) { out << "answer"; },
        [&](Bye it) {
            out << "bye";
            if (it.q850 != 16) out << ' ' << it.q850;
            if (it.after.count() > 0) out << " after " << it.after.count() << " ms";
        },
        [&](const Play& it) {
            out << "play " << it.play << ':';
            for (const auto& piece : it.pieces) out << ' ' << piece;
        },
        [&](StopPlaying) { out << "stop playing"; },
        [&](AwaitBeep it) { out << "await beep: " << it.at_most.count() << " ms"; },
        [&](const Record& it) {
            out << "record " << it.recording << ' ' << it.node << ": " << it.max.count()
                << " ms, silence " << it.silence.count() << " ms" << (it.beep ? ", beep" : "");
        },
        [&](StopRecording it) { out << "stop recording " << it.recording; },
        [&](const Transfer& it) { out << "transfer to " << it.to; },
        [&](const Request& it) {
            out << "request " << it.request << ' ' << it.what.method << ' '
                << (it.what.secret ? flow::masked : it.what.url);
        },
        [&](CancelRequest it) { out << "cancel request " << it.request; },
        [&](StartTimer it) {
            out << "start timer " << it.timer << ": " << it.after.count() << " ms";
        },
        [&](CancelTimer it) { out << "cancel timer " << it.timer; },
        [&](const Publish& it) { out << "publish " << to_text(it.what); },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::call
