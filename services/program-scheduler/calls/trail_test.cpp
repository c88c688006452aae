#include "program_scheduler/calls/trail.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
namespace v1 = program::v1;

namespace {

constexpr base::Instant dawn{1'700'000'000s};

base::Uuid some() {
    return base::Uuid::v7(dawn);
}

JobStory program_job() {
    return {.id = base::JobId{some()},
            .contact = base::ContactId{some()},
            .flow = base::FlowId{some()},
            .execution = base::ExecutionId{some()},
            .program = base::ProgramId{some()},
            .made_at = dawn};
}

JobStory single_call() {
    auto story = program_job();
    story.program.reset();
    return story;
}

TrailAttempt busy(int number, base::Instant at, std::optional<base::Instant> retry_at) {
    return {.id = base::AttemptId{some()},
            .number = number,
            .worker = "dialer-1",
            .leased_at = at,
            .started_at = at + 1s,
            .ended_at = at + 9s,
            .outcome = schedule::Outcome::busy,
            .reason = "sip_486_busy_here",
            .retry_at = retry_at};
}

TrailNote went_back(const char* why, int attempt, base::Instant first, base::Instant last) {
    return {v1::TRAIL_KIND_WENT_BACK, attempt, why, "dialer-1", first, last, 2};
}

/// "planned leased started": what happened, in order.
std::string kinds(const JobStory& story) {
    std::string all;
    for (const auto& entry : trail_of(story)) {
        std::string name = v1::TrailKind_Name(entry.kind).substr(11);
        all += (all.empty() ? "" : " ") + name;
    }
    return all;
}

std::string waits(const JobStory& story) {
    const auto waiting = waits_for(story, dawn + 1h);
    return waiting ? waiting->reason + (waiting->until ? " until" : "") : "nothing";
}

} // namespace

TEST_CASE("a call that met a busy line is told from its lease to its retry", "[unit][trail]") {
    auto story = program_job();
    story.attempts = {busy(1, dawn + 10s, dawn + 1h)};
    CHECK(kinds(story) == "PLANNED LEASED STARTED ENDED RETRY_DUE");
    const auto trail = trail_of(story);
    CHECK(trail[3].message == "attempt 1 ended as busy: sip_486_busy_here");
    CHECK(trail[3].at == dawn + 19s);
    CHECK(trail[4].due_at == dawn + 1h);
}

TEST_CASE("a single call is told from its request", "[unit][trail]") {
    auto story = single_call();
    story.due_at = dawn + 2h;
    CHECK(kinds(story) == "QUEUED");
    CHECK(trail_of(story)[0].due_at == dawn + 2h);
    CHECK(waits(story) == "start until");
}

TEST_CASE("what went back stands where it first did, in words", "[unit][trail]") {
    auto story = single_call();
    story.notes = {went_back("number_busy", 1, dawn + 5s, dawn + 9s)};
    story.attempts = {busy(1, dawn + 10s, {})};
    story.status = JobStatus::failed;
    CHECK(kinds(story) == "QUEUED WENT_BACK LEASED STARTED ENDED");
    CHECK(trail_of(story)[1].message == "attempt 1 was not dialled and went back: the person's "
                                        "number was in another call");
    CHECK(status_of(story) == v1::CALL_STATUS_FAILED);
    CHECK(waits(story) == "nothing");
}

TEST_CASE("a skip is told once: by its note, else by the end of its execution", "[unit][trail]") {
    auto story = program_job();
    story.status = JobStatus::skipped;
    story.reason = "skipped_cancelled";
    story.execution_ended_at = dawn + 1min;
    CHECK(kinds(story) == "PLANNED SKIPPED");
    CHECK(trail_of(story)[1].at == dawn + 1min);
    CHECK(trail_of(story)[1].reason == "skipped_cancelled");

    story.notes = {{v1::TRAIL_KIND_SKIPPED, 1, "skipped_deleted", "", dawn + 5s, dawn + 5s, 1}};
    CHECK(kinds(story) == "PLANNED SKIPPED");
    CHECK(trail_of(story)[1].at == dawn + 5s);
}

TEST_CASE("a call that was taken back while it ran is skipped at its end", "[unit][trail]") {
    auto story = single_call();
    story.attempts = {busy(1, dawn, {})};
    story.cancelled_at = dawn + 5s;
    story.status = JobStatus::skipped;
    story.reason = "skipped_cancelled";
    CHECK(kinds(story) == "QUEUED LEASED STARTED CANCEL_REQUESTED ENDED SKIPPED");
}

TEST_CASE("a job says what it waits for", "[unit][trail]") {
    auto story = program_job();
    story.due_at = dawn;
    CHECK(waits(story) == "turn");
    story.waiting_for = schedule::WaitingFor{"capacity"};
    CHECK(waits(story) == "capacity");
    story.waiting_for = schedule::WaitingFor{"retry", dawn + 3h}; // others' retries
    CHECK(waits(story) == "turn");
    story.execution_status = ExecutionStatus::paused;
    CHECK(waits(story) == "paused");
    story.execution_status = ExecutionStatus::paused_threshold;
    story.pause_reason = "failure_breaker";
    CHECK(waits(story) == "failure_breaker");
    story.execution_status = ExecutionStatus::running;
    story.held = true;
    CHECK(waits(story) == "nothing");
    CHECK(status_of(story) == v1::CALL_STATUS_ACTIVE);
}

TEST_CASE("a wait for a retry is not the wait of one that went back", "[unit][trail]") {
    auto story = program_job();
    story.attempts = {busy(1, dawn, dawn + 2h)};
    story.due_at = dawn + 2h;
    CHECK(waits(story) == "retry until");
    story.notes = {went_back("number_busy", 1, dawn - 5s, dawn - 3s)};
    CHECK(waits(story) == "retry until");
    story.notes = {went_back("lease_ran_out", 2, dawn + 1min, dawn + 2min),
                   went_back("number_busy", 2, dawn + 1min, dawn + 5min)};
    CHECK(waits(story) == "number_busy until");
}

TEST_CASE("who waits is told that its execution paused, when, and by which rule", "[unit][trail]") {
    auto story = program_job();
    story.due_at = dawn;
    story.execution_status = ExecutionStatus::paused_threshold;
    story.paused_at = dawn + 1h;
    story.pause_reason = "node_threshold";
    const auto entries = trail_of(story);
    REQUIRE(entries.size() == 2);
    CHECK(entries[1].kind == v1::TRAIL_KIND_PAUSED);
    CHECK(entries[1].at == dawn + 1h);
    CHECK(entries[1].reason == "node_threshold");
    story.held = true; // it waits for nothing
    CHECK(trail_of(story).size() == 1);
}

TEST_CASE("who waits for their own hours does not wait for a start", "[unit][trail]") {
    auto story = program_job();
    story.due_at = dawn + 9h;
    CHECK(waits(story) == "start until");
    story.outside_hours = true;
    CHECK(waits(story) == "hours until");
}

TEST_CASE("who was skipped when planned was not skipped by the end of the execution",
          "[unit][trail]") {
    auto story = program_job();
    story.status = JobStatus::skipped;
    story.reason = "skipped_no_hours";
    story.execution_status = ExecutionStatus::stopped;
    story.execution_ended_at = dawn + 5h;
    CHECK(trail_of(story).back().at == dawn);
    story.reason = "skipped_stopped";
    CHECK(trail_of(story).back().at == dawn + 5h);
}
