#include "base/overloaded.hpp"
#include "dialog/session.hpp"

// How commands are said, in logs and failing tests.

namespace hatif::dialog::session {

using base::overloaded;

std::string_view to_string(Timer timer) {
    switch (timer) {
    case Timer::refresh:
        return "refresh";
    case Timer::expiry:
        return "expiry";
    case Timer::transfer:
        return "transfer";
    case Timer::guard:
        break;
    }
    return "guard";
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    const auto words = overloaded{
        [&](SendBye it) { out << "send bye " << it.q850; },
        [&](SendUpdate) { out << "send update"; },
        [&](SendReinvite) { out << "send re-invite"; },
        [&](SendRefer) { out << "send refer"; },
        [&](TakeOffer) { out << "take offer"; },
        [&](RefuseOffer it) { out << "refuse offer " << it.code; },
        [&](const StartTimer& it) {
            out << "start " << to_string(it.timer) << ' ' << it.at_least.count() << " to "
                << it.at_most.count() << " ms";
        },
        [&](StopTimer it) { out << "stop " << to_string(it.timer); },
        [&](TellTransferred it) {
            out << "tell " << (it.done ? "" : "not ") << "transferred " << it.code;
        },
        [&](const TellOver& it) {
            out << "tell ended by " << (it.by == By::remote ? "remote" : "local") << ' '
                << it.reason;
        },
        [&](Leave) { out << "leave"; },
    };
    std::visit(words, command);
    return out;
}

} // namespace hatif::dialog::session
