#include "program_scheduler/calls/call_request.hpp"

#include "program_scheduler/calls/initial_variables.hpp"
#include "program_scheduler/content/field_check.hpp"
#include "rpc/time.hpp"

#include <algorithm>

namespace hatif::program_scheduler {

using base::Result;
namespace v1 = program::v1;

namespace {

constexpr std::int64_t longest_delay = 7LL * 24 * 3600 * 1000;
constexpr std::uint32_t most_retries = 10;
constexpr int most_dates = 50;
constexpr Length number_length{3, 36};

base::Uuid read_reference(FieldCheck& check, const char* path, bool sent, const std::string& text) {
    const auto id = base::Uuid::parse(text);
    if (!sent) {
        check.refuse(path, "is required");
    } else if (!id) {
        check.refuse(path, "must be a UUID");
    }
    return id.value_or(base::Uuid{});
}

void read_fixed_delay(FieldCheck& check, const v1::CallRetry& sent, schedule::RetryPolicy& retry) {
    if (!sent.has_delay()) {
        check.refuse("retry.delay", "is required: milliseconds");
    } else if (sent.delay() < 1 || sent.delay() > longest_delay) {
        check.refuse("retry.delay", "must be 1 to 604800000 milliseconds");
    }
    if (!sent.has_max_retries()) {
        check.refuse("retry.maxRetries", "is required");
    } else if (sent.max_retries() > most_retries) {
        check.refuse("retry.maxRetries", "must be 0 to 10");
    }
    retry.type = schedule::RetryPolicy::Type::fixed_delay;
    retry.delay =
        std::chrono::milliseconds{std::clamp<std::int64_t>(sent.delay(), 0, longest_delay)};
    retry.max_retries = static_cast<int>(std::min(sent.max_retries(), most_retries));
}

void read_scheduled(FieldCheck& check, const v1::CallRetry& sent, schedule::RetryPolicy& retry) {
    if (sent.dates().empty()) {
        check.refuse("retry.dates", "is required: at least one date");
    } else if (sent.dates_size() > most_dates) {
        check.refuse("retry.dates", "must be at most 50 dates");
    }
    retry.type = schedule::RetryPolicy::Type::scheduled;
    for (const auto& date : sent.dates()) retry.dates.push_back(rpc::from_wire(date));
    std::sort(retry.dates.begin(), retry.dates.end());
    retry.dates.erase(std::unique(retry.dates.begin(), retry.dates.end()), retry.dates.end());
}

schedule::RetryPolicy read_retry(FieldCheck& check, const v1::CallRetry& sent) {
    schedule::RetryPolicy retry;
    if (!sent.has_type() || sent.type() == v1::CALL_RETRY_TYPE_UNSPECIFIED) {
        check.refuse("retry.type", "must be one of: none, fixed_delay, scheduled");
        return retry;
    }
    if (sent.type() == v1::CALL_RETRY_TYPE_FIXED_DELAY) read_fixed_delay(check, sent, retry);
    if (sent.type() == v1::CALL_RETRY_TYPE_SCHEDULED) read_scheduled(check, sent, retry);
    return retry;
}

std::string read_variables(FieldCheck& check, const std::string& json) {
    auto read = read_initial_variables(json);
    if (const auto* wrong = std::get_if<WrongVariables>(&read)) {
        check.refuse("initialVariables" + wrong->path, wrong->what);
        return {};
    }
    return std::get<std::string>(std::move(read));
}

/// By its id or as a number: one of the two.
void read_from(FieldCheck& check, const v1::RequestCallRequest& request, CallRequest& call) {
    if (request.has_did_id() && request.has_from_number()) {
        check.refuse("fromNumber", "must not be sent with didId: name the number once");
    } else if (request.has_did_id()) {
        call.from = check.required("didId", request.did_id(), number_length);
        call.from_path = "didId";
        if (!base::Uuid::parse(request.did_id())) check.refuse("didId", "must be a UUID");
    } else if (request.has_from_number()) {
        call.from = check.required("fromNumber", request.from_number(), number_length);
        call.from_path = "fromNumber";
    } else {
        check.refuse("didId", "is required, or fromNumber: the number to call from");
    }
}

} // namespace

Result<CallRequest> read_call_request(const v1::RequestCallRequest& request) {
    FieldCheck check;
    CallRequest call{.contact = base::ContactId{read_reference(
                         check, "contactId", request.has_contact_id(), request.contact_id())},
                     .flow = base::FlowId{read_reference(check, "flowId", request.has_flow_id(),
                                                         request.flow_id())},
                     .initial_variables = read_variables(check, request.initial_variables())};
    read_from(check, request, call);
    if (request.has_retry()) call.retry = read_retry(check, request.retry());
    if (request.has_start_at()) call.start_at = rpc::from_wire(request.start_at());
    if (request.has_recording()) call.recording = read_recording(check, request.recording());
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return call;
}

Result<CallRequest> read_call_request(const v1::ExecuteFlowRequest& request) {
    FieldCheck check;
    CallRequest call{
        .contact = base::ContactId{read_reference(check, "contactId", request.has_contact_id(),
                                                  request.contact_id())},
        .flow =
            base::FlowId{read_reference(check, "flowId", request.has_flow_id(), request.flow_id())},
        .from = check.required("fromPhone", sent(request.has_from_phone(), request.from_phone()),
                               number_length),
        .from_path = "fromPhone",
        .initial_variables = read_variables(check, request.initial_variables()),
        .test = true};
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return call;
}

} // namespace hatif::program_scheduler
