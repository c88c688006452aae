#include "schedule/waiting.hpp"

#include <catch2/catch.hpp>

using namespace hatif::schedule;
using namespace std::chrono_literals;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};
const Waits flowing{.running = true,
                    .pending = 9,
                    .due = 5,
                    .dialers = true,
                    .capacity = true,
                    .dids = true,
                    .trunks = true};

} // namespace

TEST_CASE("an execution whose calls start waits for nothing", "[schedule][waiting]") {
    CHECK_FALSE(waiting_for(flowing));
    CHECK_FALSE(waiting_for(Waits{}));
}

TEST_CASE("the reason to wait is told", "[schedule][waiting]") {
    auto it = flowing;
    it.trunks = false;
    CHECK(waiting_for(it) == WaitingFor{"trunk"});
    it.dids = false;
    CHECK(waiting_for(it) == WaitingFor{"did_pool"});
    it.capacity = false;
    CHECK(waiting_for(it) == WaitingFor{"capacity"});
    it.dialers = false;
    CHECK(waiting_for(it) == WaitingFor{"dialers"});
}

TEST_CASE("when only retries are left it waits until the first is due", "[schedule][waiting]") {
    auto it = flowing;
    it.due = 0;
    it.next_due = noon;
    CHECK(waiting_for(it) == WaitingFor{"retry", noon});
    it.planning = true;
    CHECK_FALSE(waiting_for(it));
}

TEST_CASE("before its start an execution waits for it", "[schedule][waiting]") {
    CHECK(waiting_for({.start = noon, .pending = 3}) == WaitingFor{"start", noon});
}

TEST_CASE("in a pause window it waits for its end, whoever else is missing",
          "[schedule][waiting]") {
    auto it = flowing;
    it.closed = true;
    it.opens = noon;
    it.dialers = false;
    CHECK(waiting_for(it) == WaitingFor{"window", noon});
    it.pending = 0;
    CHECK_FALSE(waiting_for(it));
}

TEST_CASE("a retry within the window waits for its end, one after it for its time",
          "[schedule][waiting]") {
    auto it = flowing;
    it.due = 0;
    it.closed = true;
    it.opens = noon;
    it.next_due = noon - 1min;
    CHECK(waiting_for(it) == WaitingFor{"window", noon});
    it.next_due = noon + 1min;
    CHECK(waiting_for(it) == WaitingFor{"retry", noon + 1min});
}

TEST_CASE("hours that cannot be read let no call through, and it says so", "[schedule][waiting]") {
    auto it = flowing;
    it.closed = it.unreadable = true;
    CHECK(waiting_for(it) == WaitingFor{"window_unreadable"});
}

TEST_CASE("windows that never open have no end to wait for", "[schedule][waiting]") {
    auto it = flowing;
    it.closed = true;
    CHECK(waiting_for(it) == WaitingFor{"window"});
    it.due = 0;
    it.next_due = noon;
    CHECK(waiting_for(it) == WaitingFor{"window"});
}

TEST_CASE("when nobody who waits is in their calling hours it waits for the first opening",
          "[schedule][waiting]") {
    auto it = flowing;
    it.due = 0;
    it.next_due = noon;
    it.hours = true;
    CHECK(waiting_for(it) == WaitingFor{"hours", noon});
    it.closed = true;
    it.opens = noon + 1h;
    CHECK(waiting_for(it) == WaitingFor{"window", noon + 1h});
    it.due = 1; // someone may be called, and is not for another reason
    it.closed = it.trunks = false;
    CHECK(waiting_for(it) == WaitingFor{"trunk"});
}

TEST_CASE("a live execution waits for the next date, when nobody's is due", "[schedule][waiting]") {
    auto it = flowing;
    it.live = it.planning = true;
    CHECK_FALSE(waiting_for(it));
    it.due = 0;
    it.next_due = noon;
    CHECK(waiting_for(it) == WaitingFor{"retry", noon});
    it.pending = 0;
    it.next_due.reset();
    it.closed = true;
    it.opens = noon;
    it.dialers = false;
    CHECK(waiting_for(it) == WaitingFor{"trigger"});
    it.next_trigger = noon + 2h;
    CHECK(waiting_for(it) == WaitingFor{"trigger", noon + 2h});
    it.opens.reset();
    CHECK(waiting_for(it) == WaitingFor{"window"});
    it.unreadable = true;
    CHECK(waiting_for(it) == WaitingFor{"window_unreadable"});
    CHECK(waiting_for({.start = noon, .live = true}) == WaitingFor{"start", noon});
}
