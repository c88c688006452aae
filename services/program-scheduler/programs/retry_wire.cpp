#include "program_scheduler/programs/retry_wire.hpp"

#include "rpc/time.hpp"

#include <algorithm>
#include <array>

namespace hatif::program_scheduler {

namespace v1 = program::v1;
using Type = schedule::RetryPolicy::Type;

namespace {

using Minutes = std::chrono::duration<double, std::ratio<60>>;

constexpr std::size_t most_dates = 50;

struct WireOutcome {
    schedule::Outcome outcome;
    const char* name;
    bool (v1::RetriesByOutcome::*is_sent)() const;
    const v1::OutcomeRetry& (v1::RetriesByOutcome::*sent)() const;
    v1::OutcomeRetry* (v1::RetriesByOutcome::*out)();
};

// clang-format off
constexpr std::array<WireOutcome, 5> wire_outcomes{{
    {schedule::Outcome::no_answer, "no_answer", &v1::RetriesByOutcome::has_no_answer,
     &v1::RetriesByOutcome::no_answer, &v1::RetriesByOutcome::mutable_no_answer},
    {schedule::Outcome::busy, "busy", &v1::RetriesByOutcome::has_busy,
     &v1::RetriesByOutcome::busy, &v1::RetriesByOutcome::mutable_busy},
    {schedule::Outcome::rejected, "rejected", &v1::RetriesByOutcome::has_rejected,
     &v1::RetriesByOutcome::rejected, &v1::RetriesByOutcome::mutable_rejected},
    {schedule::Outcome::voicemail, "voicemail", &v1::RetriesByOutcome::has_voicemail,
     &v1::RetriesByOutcome::voicemail, &v1::RetriesByOutcome::mutable_voicemail},
    {schedule::Outcome::failed, "failed", &v1::RetriesByOutcome::has_failed,
     &v1::RetriesByOutcome::failed, &v1::RetriesByOutcome::mutable_failed},
}};
// clang-format on

bool check_delay(FieldCheck& check, const std::string& path, double minutes) {
    const bool fits = minutes > 0 && minutes <= 10'080;
    if (!fits) check.refuse(path, "must be above 0 and at most 10080");
    return fits;
}

void check_count(FieldCheck& check, const std::string& path, std::uint32_t retries) {
    if (retries > 10) check.refuse(path, "must be 0 to 10");
}

void read_by_outcome(FieldCheck& check, const v1::RetriesByOutcome& sent, Retries& retries) {
    for (const WireOutcome& it : wire_outcomes) {
        if (!(sent.*it.is_sent)()) continue;
        const auto& own = (sent.*it.sent)();
        const auto path = std::string{"retryStrategy.byOutcome."} + it.name;
        auto& into = retries.by_outcome[it.outcome];
        if (own.has_delay_minutes() &&
            check_delay(check, path + ".delayMinutes", own.delay_minutes())) {
            into.delay = std::chrono::round<base::Duration>(Minutes{own.delay_minutes()});
        }
        if (own.has_max_retries()) {
            check_count(check, path + ".maxRetries", own.max_retries());
            into.max_retries = static_cast<int>(own.max_retries());
        }
    }
}

void read_fixed_delay(FieldCheck& check, const v1::RetryStrategy& sent, Retries& retries) {
    const double delay = sent.delay_minutes();
    if (!sent.has_delay_minutes()) {
        check.refuse("retryStrategy.delayMinutes", "is required");
    } else {
        check_delay(check, "retryStrategy.delayMinutes", delay);
    }
    if (!sent.has_max_retries()) {
        check.refuse("retryStrategy.maxRetries", "is required");
    } else {
        check_count(check, "retryStrategy.maxRetries", sent.max_retries());
    }
    if (sent.has_by_outcome()) read_by_outcome(check, sent.by_outcome(), retries);
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

void write_by_outcome(const ByOutcome& by_outcome, v1::RetryStrategy& wire) {
    for (const WireOutcome& it : wire_outcomes) {
        const auto own = by_outcome.find(it.outcome);
        if (own == by_outcome.end()) continue;
        auto& out = *(wire.mutable_by_outcome()->*it.out)();
        if (own->second.delay) out.set_delay_minutes(Minutes{*own->second.delay}.count());
        if (own->second.max_retries) {
            out.set_max_retries(static_cast<std::uint32_t>(*own->second.max_retries));
        }
    }
}

} // namespace

Retries read_retries(FieldCheck& check, const v1::RetryStrategy& sent) {
    Retries retries;
    if (sent.has_by_outcome() && sent.type() != v1::RETRY_TYPE_FIXED_DELAY) {
        check.refuse("retryStrategy.byOutcome", "belongs to type fixed_delay");
    }
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
        write_by_outcome(retries.by_outcome, wire);
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
