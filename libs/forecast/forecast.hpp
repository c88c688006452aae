#pragma once

#include "base/instant.hpp"
#include "forecast/mix.hpp"
#include "forecast/throughput.hpp"
#include "schedule/calling_hours.hpp"
#include "schedule/retry.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// When a campaign would end, and what keeps it from ending sooner. By the scheduler's own
/// decisions: its hours, its retries, its giving out of places; but with people in crowds, so that
/// ten million cost what ten thousand do.
namespace hatif::forecast {

/// People who may be called, by the zones that they may be in (see schedule::zones_in).
struct People {
    std::string zones{};
    std::int64_t contacts = 0;
};

struct Question {
    base::Instant begins{}; ///< now, or startAt
    std::optional<base::Instant> stop_at{};
    schedule::HourRules hours{};
    std::vector<People> people{};
    schedule::RetryPolicy retries{};
    /// The first demand is the campaign. The others go on beside it until their `due` are called.
    Market market{};
    /// Calls that all dialers together can hold; none: as many as are wanted.
    std::optional<std::int64_t> dialer_calls{};
    Mix mix{};
    std::int64_t window = 1'000; ///< people who are planned at a time
    int runs = 31;
    std::uint64_t seed = 1;
};

struct Answer {
    std::optional<base::Instant> first_call{};               ///< none: never
    std::optional<base::Instant> finish_p50{}, finish_p90{}; ///< none: not within three years
    std::map<base::Instant, std::int64_t> calls_by_hour{};   ///< of the run in the middle
    std::int64_t calls = 0;                                  ///< of the run in the middle
    /// "program calls_per_second", "organization concurrent_calls", …; "hours", "retries",
    /// "dialers", "nothing".
    std::string binding_limit{};
};

/// Fails when the rules cannot be read. Who has no hours that can be read is left out, as they are
/// when it runs.
base::Result<Answer> forecast(const Question& question);

} // namespace hatif::forecast
