#pragma once

#include "gateway/identity/limits/bucket.hpp"
#include "gateway/identity/limits/limit_rows.hpp"

#include <mutex>
#include <string>
#include <unordered_map>

namespace hatif::gateway {

/// So many requests per second from one place (limits/network.hpp), counted by each replica for
/// itself: who shows no credential costs no row.
class AddressLimiter {
public:
    Allowance
    take(const std::string& address, LimitKind kind, std::uint32_t per_second, base::Instant now);

private:
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

} // namespace hatif::gateway
