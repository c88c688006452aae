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

bool may_retry(const EndedAttempt& attempt) {
    switch (attempt.outcome) {
    case Outcome::no_answer:
    case Outcome::busy:
    case Outcome::rejected:
    case Outcome::voicemail:
        return true;
    case Outcome::failed:
        return !is_permanent(attempt.reason) &&
               !(attempt.reason == "worker_lost" && attempt.answered);
    default:
        return false;
    }
}

} // namespace

std::optional<base::Instant> next_due(const RetryPolicy& policy, const EndedAttempt& attempt) {
    if (policy.type == RetryPolicy::Type::none || attempt.number > policy.max_retries) {
        return std::nullopt;
    }
    if (!may_retry(attempt)) return std::nullopt;
    return attempt.ended_at + policy.delay;
}

} // namespace hatif::schedule
