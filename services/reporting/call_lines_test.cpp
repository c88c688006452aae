#include "reporting/call_lines.hpp"

#include "reporting/report_builder.hpp"
#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

v1::CallReport one_report() {
    Attempt attempt{uuid(10), uuid(11)};
    attempt.dialed().ringing();
    attempt.event([](auto& it) {
        it.mutable_finished()->set_sip_code(486);
        it.mutable_finished()->set_variables(R"({"choice":"1, \"2\""})");
    });
    return build_report({.id = uuid(10),
                         .execution = execution,
                         .contact = contact,
                         .flow = flow,
                         .created_at = ten,
                         .attempts = {{.id = uuid(11),
                                       .end = AttemptEnd{.outcome = hatif::type::v1::OUTCOME_BUSY,
                                                         .outcome_reason = "sip_486_busy_here"},
                                       .events = attempt.events()}}});
}

} // namespace

TEST_CASE("a report is one line of CSV, its last attempt beside it", "[reporting][export]") {
    std::string line;
    append_csv(one_report(), line);
    CHECK(line == uuid(10).to_string() + ",failed,2025-01-15T10:00:00.000Z," + contact.to_string() +
                      ",," + execution.to_string() + "," + flow.to_string() +
                      ",1,busy,sip_486_busy_here,+212520000001,+212612345678,"
                      "2025-01-15T10:00:00.000Z,2025-01-15T10:00:01.000Z,,"
                      "2025-01-15T10:00:02.000Z,,486,,,,false,"
                      "\"{\"\"choice\"\":\"\"1, \\\"\"2\\\"\"\"\"}\"\r\n");
}

TEST_CASE("every line of CSV has as many fields as there are titles", "[reporting][export]") {
    std::string line;
    append_csv(v1::CallReport{}, line);
    const auto titles = csv_titles();
    CHECK(titles.starts_with("jobId,status,createdAt,"));
    CHECK(std::ranges::count(line, ',') == std::ranges::count(titles, ','));
}

TEST_CASE("a report is one line of JSON, as REST answers it", "[reporting][export]") {
    std::string line;
    append_ndjson(one_report(), line);
    CHECK(line.starts_with(R"({"jobId":")" + uuid(10).to_string() + R"(","status":"failed")"));
    CHECK(std::ranges::count(line, '\n') == 1);
    CHECK(line.back() == '\n');
}
