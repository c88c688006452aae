#include "program_scheduler/planning/job_writer.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;

namespace {

base::Instant at(const char* text) {
    return base::from_iso8601(text).value();
}

// A Monday; 13:00 in Casablanca, 14:00 in Cairo, 21:00 in Tokyo.
const base::Instant monday = at("2026-11-23T12:00:00Z");

/// Calls from 9 to 18 on the clocks of the person called.
JobTerms by_day() {
    JobTerms terms{.name = {base::OrganizationId{base::Uuid{}}, base::ExecutionId{base::Uuid{}},
                            base::ProgramId{base::Uuid{}}},
                   .flow = base::FlowId{base::Uuid{}}};
    terms.hours.zone = "Africa/Casablanca";
    for (int day = 0; day < 7; ++day) terms.hours.calling.weekly.push_back({day, 540, 1080});
    return terms;
}

Placement placed(const JobTerms& terms, const std::string& zones) {
    const Member member{.contact = base::ContactId{base::Uuid{}}, .zones = zones};
    return place(terms, {member}, monday).at(0);
}

} // namespace

TEST_CASE("who is in their hours is due at once, who is not at their next opening",
          "[unit][planning]") {
    CHECK(placed(by_day(), "Africa/Casablanca") == Placement{});
    CHECK(placed(by_day(), "Africa/Cairo") == Placement{});
    CHECK(placed(by_day(), "Asia/Tokyo") == Placement{.due = at("2026-11-24T00:00:00Z")});
}

TEST_CASE("who may be in several zones is due when all of them are open", "[unit][planning]") {
    CHECK(placed(by_day(), "Africa/Casablanca,Asia/Tokyo") ==
          Placement{.due = at("2026-11-24T08:00:00Z")});
    CHECK(placed(by_day(), "America/New_York,Asia/Tokyo") == Placement{.skip = "skipped_no_hours"});
    CHECK(placed(by_day(), "America/New_York,Europe/Paris") ==
          Placement{.due = at("2026-11-23T14:00:00Z")});
}

TEST_CASE("whose zone cannot be read is called by nobody; of whom none is known the lease decides",
          "[unit][planning]") {
    CHECK(placed(by_day(), "") == Placement{});
    CHECK(placed(by_day(), "Mars/Base") == Placement{.skip = "skipped_no_hours"});
}

TEST_CASE("whose hours come after stopAt is skipped as stopped", "[unit][planning]") {
    auto terms = by_day();
    terms.stop_at = at("2026-11-24T00:00:00Z");
    CHECK(placed(terms, "Asia/Tokyo") == Placement{.skip = "skipped_stopped"});
    *terms.stop_at += 1s;
    CHECK(placed(terms, "Asia/Tokyo").due == at("2026-11-24T00:00:00Z"));
}

TEST_CASE("where the hours are the program's, or there are none, nobody's zone matters",
          "[unit][planning]") {
    auto terms = by_day();
    terms.hours.calling.zone = schedule::HoursOf::program;
    CHECK(placed(terms, "") == Placement{});
    terms.hours.calling = {};
    CHECK(placed(terms, "Asia/Tokyo") == Placement{});
}

TEST_CASE("on a holiday of the organization nobody is due", "[unit][planning]") {
    auto terms = by_day();
    terms.hours.calling.holidays = {{0, 11, 23}};
    CHECK(placed(terms, "Africa/Casablanca") == Placement{.due = at("2026-11-24T08:00:00Z")});
}
