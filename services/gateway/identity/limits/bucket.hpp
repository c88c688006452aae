#pragma once

#include "base/instant.hpp"

#include <cstdint>

/// Rates that hold over any number of replicas: the bucket of a key stands in PostgreSQL, each
/// replica takes a chunk out of it and grants requests from what it holds. What a replica holds is
/// void after a second, so that over any span of time t, and any number of replicas, no more is
/// granted than per_second * (t + 1 s) + burst, and from a full bucket on no more than
/// per_second * t + burst. Pure; the same sums stand in SQL (limits/limit_rows.cpp).
namespace hatif::gateway {

/// A bucket that fills at `per_second` up to a burst of the same.
struct Bucket {
    double tokens = 0;
    base::Instant filled_at;
};

/// What one request found of its allowance.
struct Allowance {
    bool granted = true;
    std::uint32_t limit = 0;     ///< requests per second
    std::uint32_t remaining = 0; ///< that may follow at once
    std::uint32_t reset = 0;     ///< whole seconds until all of it is there again
};

/// What was taken out of a bucket.
struct Reserved {
    std::uint32_t granted = 0;
    double left = 0;
};

/// The most that a replica takes at once: a fifth of the burst.
std::uint32_t chunk_of(std::uint32_t per_second);

/// A time that runs backwards fills nothing and takes nothing away.
Bucket filled(const Bucket& bucket, std::uint32_t per_second, base::Instant now);

/// Takes a chunk, or the whole tokens that are left.
Reserved reserve(Bucket& bucket, std::uint32_t per_second, std::uint32_t chunk, base::Instant now);

/// What one replica holds of one bucket.
struct Share {
    std::uint32_t held = 0;
    base::Instant void_at{}; ///< of what is held
    double left = 0;         ///< in the bucket, when it was last asked
    base::Instant empty_until{};
};

enum class Verdict { granted, refused, ask };

/// One request: from what is held; else refused while the bucket is known to be empty; else it must
/// be asked.
Verdict take(Share& share, base::Instant now);

/// The bucket's answer.
void receive(Share& share, const Reserved& reserved, std::uint32_t per_second, base::Instant now);

/// What is told to the client.
Allowance allowance_of(const Share& share, bool granted, std::uint32_t per_second);

} // namespace hatif::gateway
