#include "telephony/call_event.hpp"

#include "base/overloaded.hpp"

namespace hatif::telephony {

std::ostream& operator<<(std::ostream& out, const CallEvent& event) {
    const auto words = base::overloaded{
        [&](const Ringing& it) { out << "ringing " << it.code; },
        [&](const Answered& it) { out << "answered, " << it.media; },
        [&](const Refused& it) {
            out << "refused " << it.result.outcome << ' ' << it.result.reason;
        },
        [&](const MediaChanged& it) { out << "media changed, " << it.media; },
        [&](KeyPressed it) { out << "key " << it.digit; },
        [&](Transferred it) { out << (it.done ? "transferred " : "not transferred ") << it.code; },
        [&](const Ended& it) {
            out << "ended by " << (it.by == dialog::By::remote ? "remote" : "local");
            if (it.q850) out << " cause " << *it.q850;
            if (!it.reason.empty()) out << ": " << it.reason;
        },
    };
    std::visit(words, event);
    return out;
}

} // namespace hatif::telephony
