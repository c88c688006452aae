#include "program_scheduler/programs/program_wire.hpp"

#include "program_scheduler/content/field_check.hpp"
#include "rpc/time.hpp"
#include "zone/name.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Result;
namespace v1 = program::v1;

namespace {

base::Uuid read_reference(FieldCheck& check, const char* path, bool sent, const std::string& text) {
    const auto id = base::Uuid::parse(text);
    if (!sent) {
        check.refuse(path, "is required");
    } else if (!id) {
        check.refuse(path, "must be a UUID");
    }
    return id.value_or(base::Uuid{});
}

Retries read_retries(FieldCheck& check, const v1::CreateProgramRequest& request) {
    Retries retries;
    if (!request.has_retry_strategy()) return retries;
    const auto& sent = request.retry_strategy();
    if (!sent.has_type() || sent.type() == v1::RETRY_TYPE_UNSPECIFIED) {
        check.refuse("retryStrategy.type", "must be one of: none, fixed_delay");
        return retries;
    }
    if (sent.type() == v1::RETRY_TYPE_NONE) return retries;
    retries.type = schedule::RetryPolicy::Type::fixed_delay;
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
    return retries;
}

/// A pool that was sent without any number is an error of its own, told by resolve_pool.
void require_pool(FieldCheck& check, const v1::CreateProgramRequest& request) {
    const auto& cleared = request.cleared();
    const bool sent = !request.did_pool().empty() ||
                      std::find(cleared.begin(), cleared.end(), "didPool") != cleared.end();
    if (!sent) check.refuse("didPool", "is required");
}

void read_limits(FieldCheck& check, const v1::CreateProgramRequest& request, ProgramWords& words) {
    if (request.has_max_concurrent_calls()) {
        const auto calls = request.max_concurrent_calls();
        if (calls < 1 || calls > 100'000) {
            check.refuse("maxConcurrentCalls", "must be 1 to 100000");
        }
        words.max_concurrent_calls = static_cast<std::int32_t>(calls);
    }
    if (request.has_calls_per_second()) {
        const double rate = request.calls_per_second();
        if (!(rate > 0) || rate > 10'000) {
            check.refuse("callsPerSecond", "must be above 0 and at most 10000");
        }
        words.calls_per_second = rate;
    }
}

} // namespace

Result<ProgramWords> read_program(const v1::CreateProgramRequest& request,
                                  const std::string& organization_timezone) {
    FieldCheck check;
    ProgramWords words{
        .name = check.required("name", sent(request.has_name(), request.name()), {1, 255}),
        .description = check.optional(
            "description", sent(request.has_description(), request.description()), {0, 256}),
        .flow =
            base::FlowId{read_reference(check, "flowId", request.has_flow_id(), request.flow_id())},
        .audience = base::AudienceId{read_reference(check, "audienceId", request.has_audience_id(),
                                                    request.audience_id())},
        .did_pool = {request.did_pool().begin(), request.did_pool().end()},
        .timezone = request.has_timezone() ? request.timezone() : organization_timezone,
        .retries = read_retries(check, request)};
    require_pool(check, request);
    if (!zone::is_name(words.timezone)) {
        check.refuse("timezone", "must be an IANA time zone, like Africa/Casablanca");
    }
    if (request.has_status()) {
        words.status = static_cast<ProgramStatus>(request.status());
        if (request.status() == v1::PROGRAM_STATUS_UNSPECIFIED) {
            check.refuse("status", "must be one of: draft, active, archived");
        }
    }
    read_limits(check, request, words);
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

void to_wire(const Program& program, v1::Program& wire) {
    const ProgramWords& words = program.words;
    wire.set_id(program.id.value().to_string());
    wire.set_organization_id(program.organization.value().to_string());
    wire.set_name(words.name);
    if (words.description) wire.set_description(*words.description);
    wire.set_flow_id(words.flow.value().to_string());
    wire.set_audience_id(words.audience.value().to_string());
    for (const auto& number : words.did_pool) wire.add_did_pool(number);
    wire.set_timezone(words.timezone);
    auto& retries = *wire.mutable_retry_strategy();
    const bool fixed = words.retries.type == schedule::RetryPolicy::Type::fixed_delay;
    retries.set_type(fixed ? v1::RETRY_TYPE_FIXED_DELAY : v1::RETRY_TYPE_NONE);
    if (words.retries.delay_minutes) retries.set_delay_minutes(*words.retries.delay_minutes);
    if (words.retries.max_retries) {
        retries.set_max_retries(static_cast<std::uint32_t>(*words.retries.max_retries));
    }
    wire.set_status(static_cast<v1::ProgramStatus>(words.status));
    if (words.max_concurrent_calls) {
        wire.set_max_concurrent_calls(static_cast<std::uint32_t>(*words.max_concurrent_calls));
    }
    if (words.calls_per_second) wire.set_calls_per_second(*words.calls_per_second);
    rpc::set(*wire.mutable_created_at(), program.created_at);
    rpc::set(*wire.mutable_updated_at(), program.updated_at);
}

} // namespace hatif::program_scheduler
