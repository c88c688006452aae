#pragma once

#include "base/instant.hpp"
#include "schedule/outcome.hpp"

#include <optional>
#include <string_view>

namespace hatif::schedule {

/// When a person who was not reached is called again.
struct RetryPolicy {
    enum class Type { none, fixed_delay } type = Type::none;
    base::Duration delay{}; ///< counted from the end of the real attempt
    int max_retries = 0;    ///< attempts after the first
};

/// An attempt that has ended.
struct EndedAttempt {
    int number = 1; ///< 1 for the first of the job
    Outcome outcome = Outcome::failed;
    std::string_view reason{};
    bool answered = false;
    base::Instant ended_at{};
};

/// When the next attempt is due; nothing when this was the last.
///
/// A person who was reached is not called again. Nor is a number that does not exist (SIP 404, 410,
/// 484, 604), nor one whose call was answered by the time its worker was lost: that person has
/// heard us.
std::optional<base::Instant> next_due(const RetryPolicy& policy, const EndedAttempt& attempt);

} // namespace hatif::schedule
