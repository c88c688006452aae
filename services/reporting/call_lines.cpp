#include "reporting/call_lines.hpp"

#include "base/instant.hpp"
#include "csv/row.hpp"
#include "http/json_writer.hpp"
#include "reporting/counts.hpp"
#include "rpc/time.hpp"

#include <functional>
#include <vector>

namespace hatif::reporting {

namespace {

using google::protobuf::Timestamp;

std::string iso(bool known, const Timestamp& at) {
    return known ? base::to_iso8601(rpc::from_wire(at)) : std::string{};
}

std::string status_word(v1::JobStatus status) {
    switch (status) {
    case v1::JOB_STATUS_QUEUED:
        return "queued";
    case v1::JOB_STATUS_ACTIVE:
        return "active";
    case v1::JOB_STATUS_COMPLETED:
        return "completed";
    default:
        return "failed";
    }
}

template <class Number>
std::string number(bool known, Number value) {
    return known ? std::to_string(value) : std::string{};
}

const v1::Call& last_call(const v1::CallReport& report) {
    if (report.attempts().empty()) return v1::Call::default_instance();
    return report.attempts(report.attempts_size() - 1).call();
}

/// One column: its title, and what stands in it.
struct Column {
    std::string_view title;
    std::function<std::string(const v1::CallReport&)> value;
};

using R = v1::CallReport;

// clang-format off
const std::vector<Column>& columns() {
    static const std::vector<Column> all{
        {"jobId", [](const R& it) { return it.job_id(); }},
        {"status", [](const R& it) { return status_word(it.status()); }},
        {"createdAt", [](const R& it) { return iso(it.has_created_at(), it.created_at()); }},
        {"contactId", [](const R& it) { return it.contact_id(); }},
        {"programId", [](const R& it) { return it.program_id(); }},
        {"executionId", [](const R& it) { return it.execution_id(); }},
        {"flowId", [](const R& it) { return it.flow_id(); }},
        {"attempts", [](const R& it) { return std::to_string(it.attempts_size()); }},
        {"outcome", [](const R& it) { return it.has_outcome() ? word_of(it.outcome()) : std::string{}; }},
        {"outcomeReason", [](const R& it) { return it.outcome_reason(); }},
        {"from", [](const R& it) { return last_call(it).from(); }},
        {"to", [](const R& it) { return last_call(it).to(); }},
        {"dialedAt", [](const R& it) { return iso(last_call(it).has_dialed_at(), last_call(it).dialed_at()); }},
        {"ringingAt", [](const R& it) { return iso(last_call(it).has_ringing_at(), last_call(it).ringing_at()); }},
        {"answeredAt", [](const R& it) { return iso(last_call(it).has_answered_at(), last_call(it).answered_at()); }},
        {"terminatedAt", [](const R& it) { return iso(last_call(it).has_terminated_at(), last_call(it).terminated_at()); }},
        {"durationMs", [](const R& it) { return number(last_call(it).has_duration_ms(), last_call(it).duration_ms()); }},
        {"sipCode", [](const R& it) { return number(last_call(it).has_sip_code(), last_call(it).sip_code()); }},
        {"q850", [](const R& it) { return number(last_call(it).has_q850(), last_call(it).q850()); }},
        {"hangupBy", [](const R& it) { return last_call(it).hangup_by(); }},
        {"nextAttemptAt", [](const R& it) { return iso(it.has_next_attempt_at(), it.next_attempt_at()); }},
        {"test", [](const R& it) { return std::string{it.test() ? "true" : "false"}; }},
        {"variables", [](const R& it) { return it.flow_execution().final_variables(); }},
    };
    return all;
}
// clang-format on

} // namespace

std::string csv_titles() {
    std::vector<std::string_view> titles;
    for (const auto& column : columns()) titles.push_back(column.title);
    std::string line;
    csv::append_row(line, titles);
    return line;
}

void append_csv(const v1::CallReport& report, std::string& out) {
    std::vector<std::string> values;
    for (const auto& column : columns()) values.push_back(column.value(report));
    csv::append_row(out, {values.begin(), values.end()});
}

void append_ndjson(const v1::CallReport& report, std::string& out) {
    out += http::to_json(report);
    out += '\n';
}

} // namespace hatif::reporting
