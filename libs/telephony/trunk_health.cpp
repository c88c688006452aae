#include "telephony/trunk_health.hpp"

#include "base/overloaded.hpp"

#include <algorithm>

namespace hatif::telephony {

namespace {

using Health = TrunkState::Health;

constexpr int most_silences = 2;
constexpr std::chrono::hours longest_pause{1};

void go_down(TrunkHealth& health, const std::string& reason) {
    health.state.health = Health::down;
    health.state.reason = reason;
}

void come_up(TrunkHealth& health) {
    if (!health.registration.empty()) return go_down(health, health.registration);
    health.state.health = Health::up;
    health.state.reason.clear();
}

} // namespace

TrunkHealth
step(TrunkHealth health, const TrunkNews& news, std::chrono::steady_clock::time_point now) {
    const auto table = base::overloaded{
        [&](TrunkAnswered) {
            health.silences = 0;
            health.state.seen_at = now;
            come_up(health);
        },
        [&](TrunkSilent) {
            if (++health.silences >= most_silences) go_down(health, "options_timeout");
        },
        [&](const TrunkUnreachable& it) { go_down(health, it.reason); },
        [&](RegistrationHeld) {
            health.registration.clear();
            health.silences = 0;
            health.state.seen_at = now;
            come_up(health);
        },
        [&](const RegistrationRefused& it) {
            health.registration = it.reason;
            go_down(health, it.reason);
        },
        [&](RegistrationOver) {
            if (health.registration.empty()) return;
            health.registration.clear();
            health.state.health = Health::unknown;
            health.state.reason.clear();
        },
        [&](PauseAsked it) {
            const auto until =
                now + std::clamp<std::chrono::seconds>(it.for_how_long, {}, longest_pause);
            health.state.closed_until = std::max(health.state.closed_until.value_or(until), until);
        },
    };
    std::visit(table, news);
    const auto& closed = health.state.closed_until;
    if (closed && *closed <= now) health.state.closed_until.reset();
    return health;
}

} // namespace hatif::telephony
