#pragma once

#include "base/instant.hpp"
#include "gateway/identity/identity_store.hpp"

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace hatif::gateway {

/// What one request found of its key's allowance.
struct Allowance {
    bool granted = true;
    std::uint32_t limit = 0;     ///< requests per second
    std::uint32_t remaining = 0; ///< that may follow at once
    std::uint32_t reset = 0;     ///< whole seconds until all of it is there again
};

/// So many requests per second of one API key, and a burst of the same; counted by each replica of
/// the gateway for itself.
class RateLimiter {
public:
    Allowance take(const ApiKeyId& key, std::uint32_t per_second, base::Instant now);

private:
    struct Bucket {
        double tokens;
        base::Instant filled_at;
    };

    std::mutex mutex_;
    std::unordered_map<ApiKeyId, Bucket> buckets_;
};

} // namespace hatif::gateway
