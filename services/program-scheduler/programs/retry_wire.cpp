#include "program_scheduler/programs/retry_wire.hpp"

#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

namespace v1 = program::v1;
using Type = schedule::RetryPolicy::Type;

namespace {

constexpr std::size_t most_dates = 50;

void read_fixed_delay(FieldCheck& check, const v1::RetryStrategy& sent, Retries& retries) {
    const double delay = sent.delay_minutes();
    if (!sent.has_delay_minutes()) {
        check.refuse("retryStrategy.delayMinutes", "is required");
    } else if (!(delay > 0) || delay > 10'080) {
        check.refuse("retryStrategy.delayMinutes", "must be above 0 and at most 10080");
    }
    if (!sent.has_max_retries()) {
        check.refuse("retryStrategy.maxRetries", "is required");
    } else if (sent.max_retries() > 10) {
        check.refuse("retryStrategy.maxRetries", "must be 0 to 10");
    }
    retries.delay_minutes = delay;
    retries.max_retries = static_cast<std::int32_t>(sent.max_retries());
}

void read_dates(FieldCheck& check, const v1::RetryStrategy& sent, Retries& retries) {
    for (const auto& date : sent.retry_dates()) retries.dates.push_back(rpc::from_wire(date));
    std::sort(retries.dates.begin(), retries.dates.end());
    retries.dates.erase(std::unique(retries.dates.begin(), retries.dates.end()),
                        retries.dates.end());
    if (retries.dates.empty() || retries.dates.size() > most_dates) {
        check.refuse("retryStrategy.retryDates", "must hold 1 to 50 moments");
    }
}

void read_outcomes(FieldCheck& check, const v1::RetryStrategy& sent, Retries& retries) {
    for (int i = 0; i < sent.retry_on_size(); ++i) {
        const auto outcome = schedule::outcome_from(sent.retry_on(i));
        if (!schedule::is_retryable(outcome)) {
            check.refuse("retryStrategy.retryOn[" + std::to_string(i) + "]",
                         "must be one of: no_answer, busy, rejected, voicemail, failed");
        } else if (std::find(retries.on.begin(), retries.on.end(), outcome) == retries.on.end()) {
            retries.on.push_back(outcome);
        }
    }
}

} // namespace

Retries read_retries(FieldCheck& check, const v1::RetryStrategy& sent) {
    Retries retries;
    switch (sent.type()) {
    case v1::RETRY_TYPE_NONE:
        return retries;
    case v1::RETRY_TYPE_FIXED_DELAY:
        retries.type = Type::fixed_delay;
        read_fixed_delay(check, sent, retries);
        break;
    case v1::RETRY_TYPE_SCHEDULED:
        retries.type = Type::scheduled;
        read_dates(check, sent, retries);
        break;
    default:
        check.refuse("retryStrategy.type", "must be one of: none, fixed_delay, scheduled");
        return retries;
    }
    read_outcomes(check, sent, retries);
    return retries;
}

void to_wire(const Retries& retries, v1::RetryStrategy& wire) {
    switch (retries.type) {
    case Type::none:
        wire.set_type(v1::RETRY_TYPE_NONE);
        return;
    case Type::fixed_delay:
        wire.set_type(v1::RETRY_TYPE_FIXED_DELAY);
        wire.set_delay_minutes(retries.delay_minutes.value_or(0));
        wire.set_max_retries(static_cast<std::uint32_t>(retries.max_retries.value_or(0)));
        break;
    case Type::scheduled:
        wire.set_type(v1::RETRY_TYPE_SCHEDULED);
        for (const auto& date : retries.dates) rpc::set(*wire.add_retry_dates(), date);
        break;
    }
    for (const auto outcome : retries.on) {
        wire.add_retry_on(static_cast<type::v1::Outcome>(outcome));
    }
}

} // namespace hatif::program_scheduler
