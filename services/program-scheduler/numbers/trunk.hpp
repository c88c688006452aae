#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::program_scheduler {

/// The numbers are those of hatif.program.v1.TrunkTransport, TrunkCodec and TrunkStatus.
enum class Transport { udp = 1, tcp = 2, tls = 3 };
enum class Codec { pcma = 1, pcmu = 2 };
enum class TrunkStatus { unknown = 1, up = 2, down = 3 };

/// "udp": as the database writes it.
std::string_view to_string(Transport transport);
Transport transport_named(std::string_view text);

/// "pcma": as workers are told.
std::string_view to_string(Codec codec);

/// How a trunk does, as the workers see it (migrations/0008_trunks.sql).
struct TrunkState {
    TrunkStatus status = TrunkStatus::unknown;
    std::optional<std::string> reason{};         ///< of one that is down
    std::optional<base::Instant> closed_until{}; ///< no call starts before
    std::optional<base::Instant> last_seen_at{};
};

/// A SIP peer that calls leave by, and come by.
struct Trunk {
    base::TrunkId id;
    std::string name{};
    std::string host{};                  ///< an IPv4 address or a DNS name
    std::optional<std::uint32_t> port{}; ///< none: by SRV, else the transport's usual one
    Transport transport = Transport::udp;
    std::optional<std::string> username{};
    std::optional<std::string> password{}; ///< for workers only; no answer of the API shows it
    std::optional<std::uint32_t> max_concurrent_calls{};
    std::optional<double> calls_per_second{};
    bool registers = false;
    std::vector<Codec> codecs{}; ///< the preferred first; none: all
    bool asserts_identity = false;
    bool withholds_identity = false;
    bool follows_redirects = false;
    bool reliable_provisional = false;
    std::uint32_t session_expires = 0; ///< seconds; 0: none is asked for
    bool srtp = false;
    std::vector<std::string> sources{}; ///< IPv4 addresses and networks
    std::uint32_t options_every = 30;   ///< seconds; 0: never
    std::optional<std::string> ca{};    ///< PEM; none: the system's
    std::uint32_t weight = 10;
    std::uint32_t priority = 0;
    base::Instant created_at{};
    base::Instant updated_at{};
    TrunkState state{};
};

/// Every wrong member at once; name and host were looked at when they were read.
void check_trunk(const Trunk& trunk, FieldCheck& check);

} // namespace hatif::program_scheduler
