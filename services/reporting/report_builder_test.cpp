#include "reporting/report_builder.hpp"

#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using hatif::type::v1::OUTCOME_BUSY;
using hatif::type::v1::OUTCOME_COMPLETED;
using hatif::type::v1::OUTCOME_FAILED;
using hatif::type::v1::OUTCOME_NO_ANSWER;
using hatif::type::v1::OUTCOME_USER_HANGUP;
using hatif::type::v1::OUTCOME_VOICEMAIL;

namespace {

const hatif::base::Uuid job_id = uuid(10);

StoredAttempt over(std::int32_t number, std::int32_t outcome) {
    return {.id = uuid(10 + static_cast<std::uint64_t>(number)),
            .number = number,
            .end = AttemptEnd{.outcome = outcome,
                              .called = "+212612345678",
                              .caller = "+212520000001",
                              .flow = flow,
                              .flow_version = 3,
                              .started_at = ten,
                              .ended_at = ten + std::chrono::seconds{30}}};
}

StoredAttempt running(std::int32_t number) {
    Attempt attempt{job_id, uuid(10 + static_cast<std::uint64_t>(number)),
                    static_cast<std::uint32_t>(number)};
    attempt.dialed().ringing();
    return {.id = attempt.id(), .number = number, .events = attempt.events()};
}

StoredAttempt with_retry(StoredAttempt attempt) {
    attempt.end->retry_at = ten + std::chrono::minutes{5};
    return attempt;
}

StoredJob job(std::vector<StoredAttempt> attempts) {
    return {.id = job_id,
            .execution = execution,
            .program = program_id,
            .contact = contact,
            .flow = flow,
            .attempts = std::move(attempts)};
}

} // namespace

TEST_CASE("the status of a job follows from its attempts", "[reporting][report]") {
    struct Row {
        StoredJob job;
        v1::JobStatus status;
        const char* why;
    };
    auto skipped_after_busy = job({over(1, OUTCOME_BUSY)});
    skipped_after_busy.skipped_reason = "skipped_cancelled";
    auto never_called = job({});
    never_called.skipped_reason = "skipped_removed";
    const Row rows[] = {
        {job({}), v1::JOB_STATUS_QUEUED, "not called yet"},
        {job({running(1)}), v1::JOB_STATUS_ACTIVE, "a call without an end is under way"},
        {job({over(1, OUTCOME_COMPLETED)}), v1::JOB_STATUS_COMPLETED, "reached"},
        {job({over(1, OUTCOME_USER_HANGUP)}), v1::JOB_STATUS_COMPLETED, "reached, hung up early"},
        {job({over(1, OUTCOME_VOICEMAIL)}), v1::JOB_STATUS_FAILED, "a machine is not the person"},
        {job({over(1, OUTCOME_FAILED)}), v1::JOB_STATUS_FAILED, "no retry follows"},
        {job({with_retry(over(1, OUTCOME_BUSY))}), v1::JOB_STATUS_QUEUED, "a retry is due"},
        {job({with_retry(over(1, OUTCOME_BUSY)), running(2)}), v1::JOB_STATUS_ACTIVE,
         "the retry is under way"},
        {job({with_retry(over(1, OUTCOME_BUSY)), over(2, OUTCOME_COMPLETED)}),
         v1::JOB_STATUS_COMPLETED, "the last attempt counts"},
        {skipped_after_busy, v1::JOB_STATUS_FAILED, "skipped while waiting for its retry"},
        {never_called, v1::JOB_STATUS_FAILED, "skipped before any call"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.why);
        CHECK(status_of(row.job) == row.status);
    }
}

TEST_CASE("a report names what it belongs to", "[reporting][report]") {
    const auto report = build_report(job({running(1)}));
    CHECK(report.job_id() == job_id.to_string());
    CHECK(report.contact_id() == contact.to_string());
    CHECK(report.program_id() == program_id.to_string());
    CHECK(report.execution_id() == execution.to_string());
    CHECK(report.flow_id() == flow.to_string());
}

TEST_CASE("a single call has neither program nor execution", "[reporting][report]") {
    auto single = job({running(1)});
    single.program = single.execution = std::nullopt;
    CHECK_FALSE(build_report(single).has_program_id());
    CHECK_FALSE(build_report(single).has_execution_id());
}

TEST_CASE("the last attempt's story stands on top too", "[reporting][report]") {
    const auto report = build_report(job({with_retry(over(1, OUTCOME_NO_ANSWER)), running(2)}));
    REQUIRE(report.attempts_size() == 2);
    CHECK(report.attempts(0).outcome() == OUTCOME_NO_ANSWER);
    CHECK(report.attempts(1).attempt_number() == 2);
    CHECK_FALSE(report.has_outcome());
    CHECK(report.events_size() == report.attempts(1).events_size());
    CHECK(report.flow_execution().flow_name() == "Reminder");
}

TEST_CASE("a job that waits for its retry says when that is due", "[reporting][report]") {
    const auto report = build_report(job({with_retry(over(1, OUTCOME_BUSY))}));
    CHECK(hatif::rpc::from_wire(report.next_attempt_at()) == ten + std::chrono::minutes{5});
    CHECK(report.outcome() == OUTCOME_BUSY);
    CHECK_FALSE(build_report(job({over(1, OUTCOME_BUSY)})).has_next_attempt_at());
}

TEST_CASE("a skipped job gives the reason of the skip", "[reporting][report]") {
    auto skipped = job({over(1, OUTCOME_BUSY)});
    skipped.skipped_reason = "skipped_cancelled";
    const auto report = build_report(skipped);
    CHECK(report.outcome() == OUTCOME_BUSY);
    CHECK(report.outcome_reason() == "skipped_cancelled");
    CHECK_FALSE(report.has_next_attempt_at());
}

TEST_CASE("an attempt whose worker died has its end from the scheduler", "[reporting][report]") {
    auto lost = running(1);
    lost.end = over(1, OUTCOME_FAILED).end;
    lost.end->outcome_reason = "worker_lost";
    const auto attempt = build_report(job({lost})).attempts(0);
    CHECK(attempt.outcome_reason() == "worker_lost");
    CHECK(attempt.call().status() == "ended");
    CHECK(attempt.call().has_ringing_at());
    CHECK(hatif::rpc::from_wire(attempt.call().terminated_at()) == ten + std::chrono::seconds{30});
    CHECK_FALSE(attempt.call().has_duration_ms());
}

TEST_CASE("an attempt whose events never came still has its numbers and its flow",
          "[reporting][report]") {
    const auto attempt = build_report(job({over(1, OUTCOME_FAILED)})).attempts(0);
    CHECK(attempt.call().to() == "+212612345678");
    CHECK(attempt.call().from() == "+212520000001");
    CHECK(hatif::rpc::from_wire(attempt.call().created_at()) == ten);
    CHECK_FALSE(attempt.call().has_dialed_at());
    CHECK(attempt.flow_execution().flow_id() == flow.to_string());
    CHECK(attempt.flow_execution().flow_version() == 3);
    CHECK(attempt.flow_execution().final_variables() == "{}");
}

TEST_CASE("an outcome that is newer than we are counts as failed", "[reporting][report]") {
    CHECK(build_report(job({over(1, 99)})).outcome() == OUTCOME_FAILED);
}

TEST_CASE("a queued job tells when it is due", "[reporting][report]") {
    auto asked_for = job({});
    asked_for.due_at = ten + std::chrono::hours{1};
    const auto report = build_report(asked_for);
    CHECK(report.status() == v1::JOB_STATUS_QUEUED);
    CHECK(hatif::rpc::from_wire(report.next_attempt_at()) == ten + std::chrono::hours{1});
    CHECK_FALSE(report.has_outcome());
    CHECK_FALSE(report.has_flow_execution());

    asked_for.skipped_reason = "skipped_cancelled";
    const auto cancelled = build_report(asked_for);
    CHECK(cancelled.status() == v1::JOB_STATUS_FAILED);
    CHECK(cancelled.outcome_reason() == "skipped_cancelled");
    CHECK_FALSE(cancelled.has_next_attempt_at());
}
