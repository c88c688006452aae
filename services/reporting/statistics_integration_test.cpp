#include "reporting/test_services.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using type::v1::OUTCOME_BUSY;
using type::v1::OUTCOME_COMPLETED;
using type::v1::OUTCOME_NO_ANSWER;

namespace {

program::v1::ExecutionEvent with_retry(program::v1::ExecutionEvent event,
                                       std::chrono::minutes after) {
    rpc::set(*event.mutable_attempt_ended()->mutable_retry_at(), ten + after);
    return event;
}

program::v1::ExecutionEvent answered(program::v1::ExecutionEvent event) {
    event.mutable_attempt_ended()->set_answered(true);
    return event;
}

v1::ExecutionReport report_of(Served& served, const base::Uuid& asking = organization) {
    v1::GetExecutionReportRequest request;
    request.set_id(execution.to_string());
    v1::ExecutionReport report;
    const auto status =
        served.statistics->GetExecutionReport(served.as(asking).get(), request, &report);
    REQUIRE(status.ok());
    return report;
}

base::Error breakdown(Served& served, const char* zone, v1::ExecutionBreakdown& found) {
    v1::GetExecutionBreakdownRequest request;
    request.set_id(execution.to_string());
    if (zone != nullptr) request.set_timezone(zone);
    return rpc::from_status(
        served.statistics->GetExecutionBreakdown(served.as(organization).get(), request, &found));
}

Attempt keyed_call(const base::Uuid& of, std::uint64_t id, const char* key) {
    Attempt attempt{of, uuid(id)};
    attempt.dialed().entered("call", "dial", 0).ringing().answered();
    attempt.left("call", 0, "onAnswer").entered("ask", "dtmf", 1).left("ask", 1, key);
    attempt.entered("end", "hangup", 2);
    attempt.event([](auto& it) { it.mutable_finished()->mutable_talk_time()->set_seconds(5); });
    return attempt;
}

} // namespace

TEST_CASE("the report of an execution agrees with what happened, in any order of the topics",
          "[reporting][integration]") {
    const bool calls_first = GENERATE(true, false);
    Reporting reporting;
    reporting.take(launched());
    const auto tell_calls = [&] {
        reporting.take(keyed_call(uuid(100), 200, "1"));
        reporting.take(whole_call(uuid(101), 201, 1));
        reporting.take(whole_call(uuid(101), 202, 2));
    };
    if (calls_first) tell_calls();
    reporting.take(answered(ended(uuid(100), uuid(200), 1, OUTCOME_COMPLETED)));
    reporting.take(
        with_retry(ended(uuid(101), uuid(201), 1, OUTCOME_BUSY), std::chrono::minutes{5}));
    reporting.take(ended(uuid(101), uuid(202), 2, OUTCOME_NO_ANSWER));
    reporting.take(skipped(uuid(102), "skipped_removed"));
    if (!calls_first) tell_calls();

    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.total_contacts() == 2);
    CHECK(report.contacts_completed() == 1);
    CHECK(report.contacts_failed() == 1);
    CHECK(report.contacts_skipped() == 1);
    CHECK(report.outcomes().at("completed") == 1);
    CHECK(report.outcomes().at("no_answer") == 1);
    CHECK(report.outcomes().size() == 2);
    CHECK(report.attempts() == 3);
    CHECK(report.attempt_outcomes().at("busy") == 1);
    CHECK(report.connection_rate() == 0.5);
    CHECK(report.talk_time().total_ms() == 5'000);
    CHECK(report.ring_time().calls() == 3);
    CHECK(rpc::from_wire(report.first_call_at()) == ten);
}

TEST_CASE("what comes again is counted once", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    const auto end = answered(ended(uuid(100), uuid(200), 1, OUTCOME_COMPLETED));
    for (int again = 0; again < 2; ++again) {
        reporting.take(keyed_call(uuid(100), 200, "1"));
        reporting.take(end, 7);
        reporting.take(skipped(uuid(102), "skipped_removed"), 8);
    }
    reporting.take(end, 9); // even at a new place of the outbox
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.attempts() == 1);
    CHECK(report.contacts_completed() == 1);
    CHECK(report.contacts_skipped() == 1);
    CHECK(report.ring_time().calls() == 1);
    v1::ExecutionBreakdown found;
    CHECK(breakdown(served, nullptr, found).reason == "");
    REQUIRE(found.by_branch_size() == 1);
    CHECK(found.by_branch(0).calls() == 1);
}

TEST_CASE("a retry that runs leaves its contact open under the outcome before",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(
        with_retry(ended(uuid(101), uuid(201), 1, OUTCOME_BUSY), std::chrono::minutes{5}));
    Attempt second{uuid(101), uuid(202), 2};
    reporting.take(second.dialed());
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.contacts_failed() == 0);
    CHECK(report.contacts_remaining() == 2);
    CHECK(report.outcomes().at("busy") == 1);
}

TEST_CASE("contacts that were skipped without a job are in the balance",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto cancelled = execution_event();
    cancelled.mutable_execution_status_changed()->set_status(
        program::v1::EXECUTION_STATUS_CANCELLED);
    cancelled.mutable_execution_status_changed()->set_skipped_without_job(2);
    reporting.take(cancelled);
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.contacts_skipped() == 2);
    CHECK(report.contacts_remaining() == 0);
    CHECK(report.skipped().at("skipped_cancelled") == 2);
}

TEST_CASE("members that the audience did not yield count under their own reason",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto missing = execution_event();
    auto& it = *missing.mutable_execution_status_changed();
    it.set_status(program::v1::EXECUTION_STATUS_RUNNING);
    it.set_skipped_without_job(1);
    it.set_skipped_reason("skipped_missing");
    reporting.take(missing);
    reporting.take(skipped(uuid(102), "skipped_frequency_cap"));
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.skipped().at("skipped_missing") == 1);
    CHECK(report.skipped().at("skipped_frequency_cap") == 1);
    CHECK(report.skipped().size() == 2);
    CHECK(report.contacts_remaining() == 0);
}

TEST_CASE("the total of a live execution grows, and the balance with it",
          "[reporting][integration]") {
    Reporting reporting;
    auto live = launched();
    live.mutable_execution_launched()->set_total_contacts(0);
    reporting.take(live);
    Served served{reporting};
    const auto grow = [&](std::int64_t total, std::uint64_t row = 0) {
        auto event = execution_event();
        event.mutable_execution_grew()->set_total_contacts(total);
        reporting.take(event, row);
    };
    const auto balance = [&] {
        const auto it = report_of(served);
        CHECK(it.total_contacts() == it.contacts_completed() + it.contacts_failed() +
                                         it.contacts_skipped() + it.contacts_remaining());
        return std::pair{it.total_contacts(), it.contacts_remaining()};
    };
    CHECK(balance() == std::pair<std::int64_t, std::int64_t>{0, 0});
    grow(2);
    CHECK(balance() == std::pair<std::int64_t, std::int64_t>{2, 2});
    reporting.take(answered(ended(uuid(100), uuid(200), 1, OUTCOME_COMPLETED)));
    reporting.take(skipped(uuid(101), "skipped_no_hours"));
    CHECK(balance() == std::pair<std::int64_t, std::int64_t>{2, 0});
    grow(3);
    grow(2, 2); // told again
    CHECK(balance() == std::pair<std::int64_t, std::int64_t>{3, 1});
}

TEST_CASE("calls that were hung up on request are failed contacts of an execution that paused",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto paused = execution_event();
    paused.mutable_execution_status_changed()->set_status(
        program::v1::EXECUTION_STATUS_PAUSED_THRESHOLD);
    paused.mutable_execution_status_changed()->set_pause_reason("failure_breaker");
    reporting.take(paused);
    auto hung_up = answered(ended(uuid(100), uuid(200), 1, type::v1::OUTCOME_CANCELLED));
    hung_up.mutable_attempt_ended()->set_outcome_reason("hung_up_on_request");
    reporting.take(hung_up);
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.contacts_failed() == 1);
    CHECK(report.contacts_remaining() == 1);
    CHECK(report.outcomes().at("cancelled") == 1);
    REQUIRE(report.reasons_size() == 1);
    CHECK(report.reasons(0).outcome_reason() == "hung_up_on_request");
    v1::ExecutionBreakdown found;
    CHECK(breakdown(served, nullptr, found).reason == "");
    CHECK(found.by_attempt_number_size() == 1);
}

TEST_CASE("test calls are not counted", "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    auto test = ended(uuid(100), uuid(200), 1, OUTCOME_COMPLETED);
    test.mutable_attempt_ended()->set_test(true);
    reporting.take(test);
    Served served{reporting};
    const auto report = report_of(served);
    CHECK(report.attempts() == 0);
    CHECK(report.contacts_completed() == 0);
    CHECK(reporting.report(uuid(100)).test());
}

TEST_CASE("the breakdown tells where calls went, hour by hour of a time zone",
          "[reporting][integration]") {
    Reporting reporting;
    reporting.take(launched());
    reporting.take(keyed_call(uuid(100), 200, "1"));
    reporting.take(keyed_call(uuid(101), 201, "2"));
    reporting.take(answered(ended(uuid(100), uuid(200), 1, OUTCOME_COMPLETED)));
    reporting.take(answered(ended(uuid(101), uuid(201), 1, OUTCOME_COMPLETED)));
    Served served{reporting};
    v1::ExecutionBreakdown found;
    REQUIRE(breakdown(served, "Asia/Kathmandu", found).reason == "");
    REQUIRE(found.by_hour_size() == 1);
    CHECK(found.by_hour(0).hour() == 15); // ten is 15:45 there
    CHECK(rpc::from_wire(found.by_hour(0).start_at()) == ten - std::chrono::minutes{45});
    CHECK(found.by_hour(0).answered() == 2);
    CHECK(found.by_number(0).number() == "+212520000001");
    CHECK(found.by_node_size() == 3);
    CHECK(found.by_branch_size() == 2);
    CHECK(breakdown(served, "Nowhere/Never", found).fields.at(0).path == "timezone");
}

TEST_CASE("an execution that was launched just now has an empty report, a foreign one none",
          "[reporting][integration]") {
    Reporting reporting;
    Served served{reporting};
    v1::GetExecutionReportRequest request;
    request.set_id(execution.to_string());
    v1::ExecutionReport report;
    const auto ask = [&](const base::Uuid& asking) {
        return rpc::from_status(
                   served.statistics->GetExecutionReport(served.as(asking).get(), request, &report))
            .reason;
    };
    CHECK(ask(organization) == "EXECUTION_NOT_FOUND");
    served.scheduler.given_out = execution.to_string();
    CHECK(ask(organization) == "");
    CHECK(report.program_id() == program_id.to_string());
    CHECK(report.attempts() == 0);
    reporting.take(launched());
    CHECK(ask(organization) == "");
    CHECK(ask(uuid(99)) == "EXECUTION_NOT_FOUND");
}
