#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace hatif::program_scheduler {

/// A SIP peer that calls leave by.
struct Trunk {
    base::TrunkId id;
    std::string name{};
    std::string host{}; ///< an IP address: sofia is handed no names
    std::uint32_t port = 5060;
    std::optional<std::string> username{};
    std::optional<std::string> password{}; ///< for workers only; no answer of the API shows it
    std::optional<std::uint32_t> max_concurrent_calls{};
    std::optional<double> calls_per_second{};
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// As a client asks for one.
struct TrunkSent {
    std::optional<std::string> name{};
    std::optional<std::string> host{};
    std::optional<std::uint32_t> port{};
    bool udp = true;
    std::optional<std::string> username{};
    std::optional<std::string> password{};
    std::optional<std::uint32_t> max_concurrent_calls{};
    std::optional<double> calls_per_second{};
};

/// Every wrong member at once.
base::Result<Trunk> read_trunk(const TrunkSent& sent, const base::TrunkId& id, base::Instant now);

} // namespace hatif::program_scheduler
