#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "rpc/caller.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace hatif::program_scheduler {

/// An address that plays one audio without a key: its last part says which, and until when, sealed.
struct Playback {
    base::OrganizationId organization;
    base::AudioId audio;

    bool operator==(const Playback&) const = default;
};

inline constexpr std::chrono::minutes playback_lifetime{10};

std::string token_of(const rpc::CallerKeys& keys, const Playback& playback, base::Instant expires);

/// FORBIDDEN when it has expired, or was not made here.
base::Result<Playback>
read_token(const rpc::CallerKeys& keys, std::string_view token, base::Instant now);

} // namespace hatif::program_scheduler
