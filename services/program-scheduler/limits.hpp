#pragma once

#include "base/instant.hpp"

#include <algorithm>
#include <cstdint>

/// The figures that the scheduler runs by.
namespace hatif::program_scheduler {

/// From Start to the end of a call at the latest, unless its program says otherwise.
constexpr base::Duration usual_max_call = std::chrono::minutes{10};

/// How long a worker may use a yes to Start, from the moment of asking.
constexpr base::Duration start_validity = std::chrono::milliseconds{250};

/// Calls are leased at most this long before their start: long enough to hide the round trips,
/// short enough that a pause finds little to take back.
constexpr base::Duration lease_ahead = std::chrono::milliseconds{400};

/// The most attempts of one claim, and the members of one planning window.
constexpr std::int64_t claim_size = 500;
constexpr std::uint32_t window_size = 1'000;

/// The fewest calls per second that a bound may say.
constexpr double slowest_rate = 0.001;

/// How long someone waits whose number is in another call, or whose contact service is away.
constexpr base::Duration come_back_later = std::chrono::seconds{2};

/// The same for who was leased `epoch` times, the latest in vain: twice as long each time, up to
/// 32 seconds. Many who cannot be called would else take up every claim.
constexpr base::Duration come_back_after(int epoch) {
    return come_back_later * (1 << std::clamp(epoch - 1, 0, 4));
}

} // namespace hatif::program_scheduler
