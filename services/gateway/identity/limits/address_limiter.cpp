#include "gateway/identity/limits/address_limiter.hpp"

#include "gateway/identity/limits/network.hpp"

namespace hatif::gateway {

namespace {

constexpr std::size_t most_addresses = 100'000;
constexpr auto surely_full = std::chrono::seconds{2};

} // namespace

Allowance AddressLimiter::take(const std::string& address,
                               LimitKind kind,
                               std::uint32_t per_second,
                               base::Instant now) {
    const std::lock_guard lock{mutex_};
    if (buckets_.size() >= most_addresses) {
        std::erase_if(buckets_,
                      [&](const auto& it) { return now - it.second.filled_at > surely_full; });
        // So many at once are no clients: better that all of them begin anew than that memory ends.
        if (buckets_.size() >= most_addresses) buckets_.clear();
    }
    const auto name = (kind == LimitKind::reads ? 'r' : 'w') + network_of(address);
    auto& bucket =
        buckets_.try_emplace(name, Bucket{static_cast<double>(per_second), now}).first->second;
    const auto taken = reserve(bucket, per_second, 1, now);
    return allowance_of({.left = taken.left}, taken.granted > 0, per_second);
}

} // namespace hatif::gateway
