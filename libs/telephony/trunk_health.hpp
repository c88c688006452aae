#pragma once

#include "telephony/trunk.hpp"

#include <chrono>
#include <string>
#include <variant>

/// How a trunk does, from what is heard of it.
///
///     unknown, up -- answered ---------------->  up
///     unknown, up -- no answer, twice in a row ->  down   options_timeout
///     unknown, up -- unreachable ------------->  down     transport_refused, tls_certificate
///     down        -- answered ---------------->  up       unless its registration is refused
///     any         -- registration refused ---->  down     registration_refused_403
///     down by that -- registered ------------->  up
///     any         -- pause asked ------------->  the same, closed for as long
namespace hatif::telephony {

// clang-format off
struct TrunkAnswered       {};                            ///< anything at all
struct TrunkSilent         {};                            ///< OPTIONS ran into time
struct TrunkUnreachable    { std::string reason; };       ///< OPTIONS did not get there
struct RegistrationHeld    {};
struct RegistrationRefused { std::string reason; };
struct RegistrationOver    {};                            ///< none is wanted any more
struct PauseAsked          { std::chrono::seconds for_how_long; }; ///< 503 with Retry-After
using TrunkNews = std::variant<TrunkAnswered, TrunkSilent, TrunkUnreachable, RegistrationHeld,
                               RegistrationRefused, RegistrationOver, PauseAsked>;
// clang-format on

struct TrunkHealth {
    TrunkState state{};
    int silences = 0;           ///< in a row
    std::string registration{}; ///< why the registration is refused; empty: it is not

    bool operator==(const TrunkHealth&) const = default;
};

TrunkHealth
step(TrunkHealth health, const TrunkNews& news, std::chrono::steady_clock::time_point now);

} // namespace hatif::telephony
