#include "media/port_pool.hpp"

namespace hatif::media {

PortPool::PortPool(std::uint16_t first, std::uint16_t last) {
    for (std::uint32_t port = first + first % 2U; port < last; port += 2) {
        rested_.push_back({static_cast<std::uint16_t>(port), std::nullopt});
    }
}

std::optional<PortPool::Port> PortPool::take() {
    if (rested_.empty()) return std::nullopt;
    const auto port = rested_.front();
    rested_.pop_front();
    return port;
}

void PortPool::give(std::uint16_t port, SteadyTime now) {
    rested_.push_back({port, now});
}

} // namespace hatif::media
