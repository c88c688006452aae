#include "schedule/retry.hpp"

#include <algorithm>
#include <array>

namespace hatif::schedule {

namespace {

bool is_permanent(std::string_view reason) {
    constexpr std::array<std::string_view, 4> codes{"sip_404", "sip_410", "sip_484", "sip_604"};
    return std::any_of(codes.begin(), codes.end(),
                       [&](std::string_view code) { return reason.starts_with(code); });
}

bool may_retry(const RetryPolicy& policy, const EndedAttempt& attempt) {
    if (!is_retryable(attempt.outcome)) return false;
    if (std::find(policy.on.begin(), policy.on.end(), attempt.outcome) == policy.on.end()) {
        return false;
    }
    return !is_permanent(attempt.reason) && !(attempt.reason == "worker_lost" && attempt.answered);
}

std::optional<base::Instant> next_date(const std::vector<base::Instant>& dates,
                                       const EndedAttempt& attempt) {
    if (static_cast<std::size_t>(attempt.number) > dates.size()) return std::nullopt;
    const auto next = std::upper_bound(dates.begin(), dates.end(), attempt.ended_at);
    return next == dates.end() ? std::nullopt : std::optional{*next};
}

std::optional<base::Instant> after_delay(const RetryPolicy& policy, const EndedAttempt& attempt) {
    const auto found = policy.by_outcome.find(attempt.outcome);
    const OutcomeRetry own = found == policy.by_outcome.end() ? OutcomeRetry{} : found->second;
    const bool is_last = own.max_retries ? attempt.same_outcome > *own.max_retries
                                         : attempt.number > policy.max_retries;
    if (is_last) return std::nullopt;
    return attempt.ended_at + own.delay.value_or(policy.delay);
}

} // namespace

bool is_retryable(Outcome outcome) {
    return std::find(retryable.begin(), retryable.end(), outcome) != retryable.end();
}

std::optional<base::Instant> next_due(const RetryPolicy& policy, const EndedAttempt& attempt) {
    if (!may_retry(policy, attempt)) return std::nullopt;
    switch (policy.type) {
    case RetryPolicy::Type::none:
        return std::nullopt;
    case RetryPolicy::Type::fixed_delay:
        return after_delay(policy, attempt);
    case RetryPolicy::Type::scheduled:
        return next_date(policy.dates, attempt);
    }
    return std::nullopt;
}

} // namespace hatif::schedule
