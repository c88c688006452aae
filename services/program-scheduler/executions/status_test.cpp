#include "program_scheduler/executions/status.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using enum ExecutionStatus;

namespace {

/// 0: refused.
int after(ExecutionStatus status, Control what, bool has_begun = true) {
    const auto next = step(status, what, has_begun);
    return next ? static_cast<int>(*next) : 0;
}

int is(ExecutionStatus status) {
    return static_cast<int>(status);
}

} // namespace

TEST_CASE("a scheduled execution begins, waits, or ends before it began",
          "[program_scheduler][status]") {
    CHECK(after(scheduled, Control::begin) == is(running));
    CHECK(after(scheduled, Control::pause, false) == is(paused));
    CHECK(after(scheduled, Control::resume, false) == is(scheduled));
    CHECK(after(scheduled, Control::cancel, false) == is(cancelled));
    CHECK(after(scheduled, Control::stop) == is(stopped));
}

TEST_CASE("a paused execution goes on where it was", "[program_scheduler][status]") {
    CHECK(after(paused, Control::resume) == is(running));
    CHECK(after(paused, Control::resume, false) == is(scheduled));
    CHECK(after(paused, Control::pause) == is(paused));
    CHECK(after(paused, Control::begin) == is(paused));
    CHECK(after(paused, Control::stop) == is(stopped));
}

TEST_CASE("a rule pauses what runs, and nothing else", "[program_scheduler][status]") {
    CHECK(after(running, Control::trip) == is(paused_threshold));
    for (const auto other : {scheduled, paused, completed, stopped, cancelled}) {
        CHECK(after(other, Control::trip) == is(other));
    }
}

TEST_CASE("what paused by itself goes on, stops and is cancelled as what was paused",
          "[program_scheduler][status]") {
    CHECK(after(paused_threshold, Control::resume) == is(running));
    CHECK(after(paused_threshold, Control::resume, false) == is(scheduled));
    CHECK(after(paused_threshold, Control::stop) == is(stopped));
    CHECK(after(paused_threshold, Control::cancel) == is(cancelled));
    CHECK(after(paused_threshold, Control::pause) == is(paused_threshold));
    CHECK(after(paused_threshold, Control::trip) == is(paused_threshold));
    CHECK(gate_of(paused_threshold) == schedule::Gate::paused);
}

TEST_CASE("who wants to pause what has ended is told in which state it is",
          "[program_scheduler][status]") {
    for (const auto end : {completed, stopped, cancelled}) {
        const auto refused = step(end, Control::pause, true);
        REQUIRE(!refused);
        CHECK(refused.error().reason == "EXECUTION_STATUS_CONFLICT");
        CHECK(refused.error().what.find(name_of(end)) != std::string::npos);
    }
}

TEST_CASE("an end is final: its own time comes late without a word, a person is told",
          "[program_scheduler][status]") {
    for (const auto end : {completed, stopped, cancelled}) {
        CHECK(after(end, Control::begin) == is(end));
        CHECK(after(end, Control::stop) == is(end));
        CHECK(after(end, Control::trip) == is(end));
        CHECK(after(end, Control::pause) == 0);
        CHECK(after(end, Control::resume) == 0);
        CHECK(after(end, Control::cancel) == (end == cancelled ? is(cancelled) : 0));
    }
}

TEST_CASE("those who wait are skipped by what ended it", "[program_scheduler][status]") {
    CHECK(schedule::skip_reason(gate_of(stopped)) == "skipped_stopped");
    CHECK(schedule::skip_reason(gate_of(cancelled)) == "skipped_cancelled");
    CHECK(gate_of(scheduled) == schedule::Gate::paused);
}
