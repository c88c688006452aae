#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace hatif::media {

/// Even ports of a range whose odd neighbour (RTCP) is in it too, the longest-rested first: a port
/// that was used a moment ago may still be spoken to by the callee before.
class PortPool {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    PortPool(std::uint16_t first, std::uint16_t last);

    struct Port {
        std::uint16_t number;
        std::optional<SteadyTime> left; ///< when its last call ended; none: it had no call yet
    };

    /// None: all are in use.
    std::optional<Port> take();

    /// Its rest begins.
    void give(std::uint16_t port, SteadyTime now);

    std::size_t free() const { return rested_.size(); }

private:
    std::deque<Port> rested_; // the longest-rested in front
};

} // namespace hatif::media
