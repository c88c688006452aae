#include "program_scheduler/programs/mode_wire.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

namespace v1 = program::v1;

namespace {

constexpr std::int32_t most_minutes = 525'600; // a year
constexpr std::uint32_t fewest_calls = 5, most_calls = 1'000;

} // namespace

Trigger read_trigger(FieldCheck& check, const v1::TriggerCondition& sent) {
    const auto minutes = sent.offset_minutes();
    if (minutes < -most_minutes || minutes > most_minutes) {
        check.refuse("triggerCondition.offsetMinutes", "must be -525600 to 525600");
    }
    const auto name =
        sent.has_attribute_name() ? std::optional{sent.attribute_name()} : std::nullopt;
    return {check.required("triggerCondition.attributeName", name, {1, 100}), minutes};
}

schedule::BreakerRule read_breaker(FieldCheck& check, const v1::FailureBreaker& sent) {
    if (!sent.has_rate()) {
        check.refuse("failureBreaker.rate", "is required");
    } else if (!(sent.rate() > 0) || sent.rate() > 1) {
        check.refuse("failureBreaker.rate", "must be above 0 and at most 1");
    }
    if (!sent.has_calls()) {
        check.refuse("failureBreaker.calls", "is required");
    } else if (sent.calls() < fewest_calls || sent.calls() > most_calls) {
        check.refuse("failureBreaker.calls", "must be 5 to 1000");
    }
    return {sent.rate(), std::clamp(sent.calls(), fewest_calls, most_calls)};
}

void check_mode(FieldCheck& check, const ProgramWords& words, bool trigger_sent) {
    if (words.mode == ProgramMode::batch) {
        if (trigger_sent) check.refuse("triggerCondition", "belongs to mode live");
        return;
    }
    if (!trigger_sent && words.trigger.attribute.empty()) {
        check.refuse("triggerCondition", "is required in mode live");
    }
    if (words.retries.type == schedule::RetryPolicy::Type::scheduled) {
        check.refuse("retryStrategy.type", "scheduled belongs to mode batch");
    }
}

void to_wire(const Trigger& trigger, v1::TriggerCondition& wire) {
    wire.set_attribute_name(trigger.attribute);
    wire.set_offset_minutes(trigger.offset_minutes);
}

void to_wire(const schedule::BreakerRule& rule, v1::FailureBreaker& wire) {
    wire.set_rate(rule.rate);
    wire.set_calls(static_cast<std::uint32_t>(rule.calls));
}

} // namespace hatif::program_scheduler
