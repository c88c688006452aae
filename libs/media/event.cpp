#include "media/event.hpp"

#include "base/overloaded.hpp"

namespace hatif::media {

std::ostream& operator<<(std::ostream& out, const Event& event) {
    const auto words = base::overloaded{
        [&](const PromptOver& it) { out << "prompt over " << it.play; },
        [&](const KeyPressed& it) { out << "key " << it.digit; },
        [&](const AmdDecided& it) { out << "amd decided " << it.verdict; },
        [&](const BeepAwaited& it) {
            out << (it.heard ? "beep heard" : "no beep") << ", after " << it.waited.count()
                << " ms";
        },
        [&](const TapOver& it) { out << "tap over " << it.tap << " " << it.why; },
        [&](const MediaLost&) { out << "media lost"; },
        [&](const SecuringFailed&) { out << "securing failed"; },
        [&](const LineClosed& it) { out << "line closed, " << it.statistics; },
    };
    std::visit(words, event);
    return out;
}

} // namespace hatif::media
