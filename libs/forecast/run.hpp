#pragma once

#include "base/instant.hpp"
#include "forecast/dice.hpp"
#include "forecast/throughput.hpp"
#include "forecast/waiting_crowd.hpp"
#include "schedule/retry.hpp"

#include <map>
#include <optional>
#include <vector>

namespace hatif::forecast {

/// Nothing is looked for later than this after the beginning.
constexpr base::Duration horizon = std::chrono::days{3 * 366};

/// What one run of a campaign goes by.
struct Course {
    base::Instant begins{};
    std::optional<base::Instant> stop_at{};
    schedule::RetryPolicy retries{};
    Mix mix{};
    bool by_person = false;      ///< each is queued for the opening of their own hours
    std::int64_t window = 1'000; ///< people who are planned at a time
    Throughput throughput{};
    /// Other than nothing, where the throughput changes: from those many of its own calls on.
    std::vector<std::pair<double, Throughput>> later{};
};

struct RunResult {
    base::Instant finish{};               ///< the end of the last call, or stopAt
    std::optional<base::Instant> first{}; ///< the first call
    std::int64_t calls = 0;               ///< that were started
    std::int64_t left = 0;                ///< people who were to be called when it stopped
    std::map<base::Instant, std::int64_t> by_hour{}; ///< calls by the hour in which they start
};

/// One course of the campaign, step by step from one moment that matters to the next: in each,
/// those who are due and in their hours are called as far as the throughput allows, retries first,
/// and schedule::next_due says of each kind of end what follows.
RunResult run(const Course& course, std::vector<WaitingCrowd> crowds, Dice& dice);

} // namespace hatif::forecast
