#include "call/command.hpp"

#include "base/overloaded.hpp"

namespace hatif::call {

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = base::overloaded{
        [&](PlaceCall it) { out << "place call" << (it.amd ? " with amd" : ""); },
        [&](CancelCall) { out << "cancel call"; },
        [&](Bye) { out << "bye"; },
        [&](const Play& it) {
            out << "play " << it.play << ':';
            for (const auto& piece : it.pieces) out << ' ' << piece;
        },
        [&](StopPlaying) { out << "stop playing"; },
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
