#pragma once

#include "audio/codec.hpp"
#include "base/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace hatif::telephony {

struct Credentials {
    std::string user;
    std::string password;

    bool operator==(const Credentials&) const = default;
};

enum class Transport { udp, tcp, tls };

/// A SIP peer that takes calls for us, and may bring some.
struct Trunk {
    base::TrunkId id{base::Uuid{}};
    std::string host;       ///< a numeric IPv4 address, or a name
    std::uint16_t port = 0; ///< 0: what SRV records say (RFC 3263), else 5060, or 5061 over TLS
    Transport transport = Transport::udp;
    std::optional<Credentials> credentials{};
    bool registers = false; ///< this process keeps the registration, under the credentials' user
    std::vector<audio::Codec> codecs{audio::Codec::pcma, audio::Codec::pcmu};
    bool asserts_identity = false;           ///< P-Asserted-Identity (RFC 3325) names who calls
    bool withholds_identity = false;         ///< Privacy: id (RFC 3323); From is anonymous
    bool follows_redirects = false;          ///< a 302, to a host that is this trunk's own
    bool reliable_provisional = false;       ///< Supported: 100rel (RFC 3262)
    std::chrono::seconds session_expires{0}; ///< RFC 4028; 0: not asked for, theirs is kept
    bool srtp = false;                       ///< SDES keys are offered, and wanted; over TLS only
    std::vector<std::string> sources{};    ///< whom requests are taken from besides: "192.0.2.0/24"
    std::chrono::seconds options_every{0}; ///< between two OPTIONS; 0: never asked
    std::string ca{};                      ///< PEM; empty: the system's

    bool operator==(const Trunk&) const = default;
};

/// How a trunk does, as this process sees it.
struct TrunkState {
    enum class Health { unknown, up, down };

    Health health = Health::unknown;
    std::string reason{}; ///< why it is down: "options_timeout", "registration_refused_403", …
    /// It asked for a pause (503 with Retry-After): no INVITE before.
    std::optional<std::chrono::steady_clock::time_point> closed_until{};
    std::optional<std::chrono::steady_clock::time_point> seen_at{}; ///< its last answer

    /// May an INVITE go there now?
    bool takes_calls(std::chrono::steady_clock::time_point now) const {
        return health != Health::down && (!closed_until || *closed_until <= now);
    }

    bool operator==(const TrunkState&) const = default;
};

std::ostream& operator<<(std::ostream& out, const TrunkState& state);

} // namespace hatif::telephony
