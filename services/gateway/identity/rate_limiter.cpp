#include "gateway/identity/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::gateway {

Allowance RateLimiter::take(const ApiKeyId& key, std::uint32_t per_second, base::Instant now) {
    const std::lock_guard lock{mutex_};
    const double limit = per_second;
    auto& bucket = buckets_.try_emplace(key, Bucket{limit, now}).first->second;
    // A clock that was set back takes nothing away.
    const std::chrono::duration<double> passed = std::max(now - bucket.filled_at, base::Duration{});
    bucket.tokens = std::min(limit, bucket.tokens + passed.count() * limit);
    bucket.filled_at = now;
    const bool granted = bucket.tokens >= 1;
    if (granted) bucket.tokens -= 1;
    return {granted, per_second, static_cast<std::uint32_t>(bucket.tokens),
            static_cast<std::uint32_t>(std::ceil((limit - bucket.tokens) / limit))};
}

} // namespace hatif::gateway
