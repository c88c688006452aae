#include "gateway/identity/limits/bucket.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::gateway {

namespace {

constexpr auto held_for = std::chrono::seconds{1};

} // namespace

std::uint32_t chunk_of(std::uint32_t per_second) {
    return std::max(1U, per_second / 5);
}

Bucket filled(const Bucket& bucket, std::uint32_t per_second, base::Instant now) {
    const std::chrono::duration<double> passed = std::max(now - bucket.filled_at, base::Duration{});
    const double burst = per_second;
    return {std::min(burst, bucket.tokens + passed.count() * per_second),
            std::max(now, bucket.filled_at)};
}

Reserved reserve(Bucket& bucket, std::uint32_t per_second, std::uint32_t chunk, base::Instant now) {
    bucket = filled(bucket, per_second, now);
    const auto granted = std::min<std::uint32_t>(
        chunk, static_cast<std::uint32_t>(std::floor(std::max(bucket.tokens, 0.0))));
    bucket.tokens -= granted;
    return {granted, bucket.tokens};
}

Verdict take(Share& share, base::Instant now) {
    if (now >= share.void_at) share.held = 0;
    if (share.held > 0) {
        --share.held;
        return Verdict::granted;
    }
    return now < share.empty_until ? Verdict::refused : Verdict::ask;
}

void receive(Share& share, const Reserved& reserved, std::uint32_t per_second, base::Instant now) {
    // What is still held keeps its time only if nothing came to it: a chunk is used up before the
    // next one is asked for.
    share.held = reserved.granted;
    share.void_at = now + held_for;
    share.left = reserved.left;
    if (reserved.granted >= chunk_of(per_second)) return;
    // No whole chunk: it is empty now, until one has come together. Who sends too much costs no
    // more than this.
    const std::chrono::duration<double> together{static_cast<double>(chunk_of(per_second)) /
                                                 per_second};
    share.empty_until = now + std::chrono::ceil<base::Duration>(together);
}

Allowance allowance_of(const Share& share, bool granted, std::uint32_t per_second) {
    const double burst = per_second;
    const double there = std::clamp(share.held + share.left, 0.0, burst);
    return {granted, per_second, granted ? static_cast<std::uint32_t>(there) : 0,
            static_cast<std::uint32_t>(std::ceil((burst - there) / burst))};
}

} // namespace hatif::gateway
