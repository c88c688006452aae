#include "telephony/trunk.hpp"

namespace hatif::telephony {

std::ostream& operator<<(std::ostream& out, const TrunkState& state) {
    switch (state.health) {
    case TrunkState::Health::unknown:
        out << "unknown";
        break;
    case TrunkState::Health::up:
        out << "up";
        break;
    case TrunkState::Health::down:
        out << "down";
        break;
    }
    if (!state.reason.empty()) out << ' ' << state.reason;
    if (state.closed_until) out << ", closed for a while";
    return out;
}

} // namespace hatif::telephony
