#pragma once

#include "telephony/sip_thread.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hatif::telephony {

/// One place where a trunk can be reached.
struct Target {
    std::string address{}; ///< numeric
    std::uint16_t port = 5060;
    std::uint16_t priority = 0; ///< the lowest is tried first (RFC 2782)
    std::uint16_t weight = 0;   ///< its share among those of one priority

    bool operator==(const Target&) const = default;
};

/// Where a trunk can be reached, and which of the places rest because they could not be.
class TrunkTargets {
public:
    /// What the name stands for from now on; who rested rests on.
    void replace(std::vector<Target> targets);

    /// The next one to try: of the lowest priority that does not rest, by weight (RFC 2782, 3263).
    /// When all rest, the one that rests the shortest. None: nothing is known of the name.
    /// `chance` is random, in [0, 1).
    const Target* choose(SteadyTime now, double chance) const;

    /// It could not be reached: others are tried for as long.
    void rest(const std::string& address, std::uint16_t port, SteadyTime until);

    bool has(const std::string& address) const;
    bool empty() const { return places_.empty(); }
    std::vector<std::string> addresses() const;

private:
    struct Place {
        Target target;
        SteadyTime rests_until{};
    };

    std::vector<Place> places_;
};

} // namespace hatif::telephony
