#pragma once

#include "base/instant.hpp"
#include "schedule/outcome.hpp"

#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hatif::schedule {

/// What may be tried again, and is unless told otherwise.
constexpr std::array retryable{Outcome::no_answer, Outcome::busy, Outcome::rejected,
                               Outcome::voicemail, Outcome::failed};

bool is_retryable(Outcome outcome);

/// What one outcome has of its own.
struct OutcomeRetry {
    std::optional<base::Duration> delay{}; ///< none: the policy's
    std::optional<int> max_retries{};      ///< attempts that ended so and are followed by a retry;
                                           ///< none: the policy's, which counts all attempts
};

/// When a person who was not reached is called again.
struct RetryPolicy {
    enum class Type { none, fixed_delay, scheduled } type = Type::none;
    base::Duration delay{};             ///< fixed_delay: counted from the end of the real attempt
    int max_retries = 0;                ///< fixed_delay: attempts after the first
    std::vector<base::Instant> dates{}; ///< scheduled: sorted; at most as many retries
    std::vector<Outcome> on{retryable.begin(), retryable.end()};
    std::map<Outcome, OutcomeRetry> by_outcome{}; ///< fixed_delay
};

/// An attempt that has ended.
struct EndedAttempt {
    int number = 1; ///< 1 for the first of the job
    Outcome outcome = Outcome::failed;
    std::string_view reason{};
    bool answered = false;
    base::Instant ended_at{};
    int same_outcome = 1; ///< attempts of the job that ended with this outcome, with this one
};

/// When the next attempt is due; nothing when this was the last. Of dates the first that is not
/// past when the attempt ends.
///
/// A person who was reached is not called again. Nor is a number that does not exist (SIP 404, 410,
/// 484, 604), nor one whose call was answered by the time its worker was lost: that person has
/// heard us.
std::optional<base::Instant> next_due(const RetryPolicy& policy, const EndedAttempt& attempt);

} // namespace hatif::schedule
