#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace hatif::media {

/// Even ports of a range, the longest-rested first: a port that was used a moment ago may still be
/// spoken to by the callee before.
class PortPool {
public:
    PortPool(std::uint16_t first, std::uint16_t last);

    /// None: all are in use.
    std::optional<std::uint16_t> take();

    /// Its rest begins.
    void give(std::uint16_t port);

    std::size_t free() const { return rested_.size(); }

private:
    std::deque<std::uint16_t> rested_; // the longest-rested in front
};

} // namespace hatif::media
