#include "program_scheduler/programs/preflight.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;

namespace {

// A Monday; 13:00 in Casablanca, 21:00 in Tokyo.
const base::Instant now = base::from_iso8601("2026-11-23T12:00:00Z").value();

std::vector<schedule::DailyWindow> each_day(int from, int until) {
    std::vector<schedule::DailyWindow> weekly;
    for (int day = 0; day < 7; ++day) weekly.push_back({day, from, until});
    return weekly;
}

struct Asked {
    Program program{.id = base::ProgramId{base::Uuid{}},
                    .organization = base::OrganizationId{base::Uuid{}},
                    .words = {.name = "p",
                              .flow = base::FlowId{base::Uuid{}},
                              .audience = base::AudienceId{base::Uuid{}},
                              .timezone = "Africa/Casablanca"}};
    OrganizationRules rules{};
    contact::v1::Census census{};

    void add(const std::string& zones, std::int64_t contacts) {
        auto& group = *census.add_callable();
        group.set_zones(zones);
        group.set_contacts(contacts);
    }
    Findings found() const { return weigh(program, rules, census, now).value(); }
    program::v1::Preflight answer() const {
        program::v1::Preflight wire;
        to_wire(found(), wire);
        return wire;
    }
};

} // namespace

TEST_CASE("without hours everybody can be called, now and all night", "[unit][preflight]") {
    Asked asked;
    asked.add("Africa/Casablanca", 5);
    asked.add("", 2);
    const auto answer = asked.answer();
    CHECK(answer.callable() == 7);
    CHECK(answer.skipped().empty());
    CHECK(answer.first_call_local() == "2026-11-23T13:00:00+01:00");
    REQUIRE(answer.open_nights_size() == 2);
    CHECK(answer.open_nights(0).hours_a_week() == 77);
    CHECK(answer.open_nights(1).timezone() == "Africa/Casablanca");
}

TEST_CASE("who is refused counts by the reason of the job", "[unit][preflight]") {
    Asked asked;
    auto& refused = *asked.census.add_refused();
    refused.set_reason(contact::v1::REFUSAL_DO_NOT_CALL);
    refused.set_contacts(3);
    const auto answer = asked.answer();
    CHECK(answer.skipped().at("skipped_do_not_call") == 3);
    CHECK(answer.callable() == 0);
    CHECK_FALSE(answer.has_first_call_at());
    CHECK_FALSE(answer.has_first_call_local());
}

TEST_CASE("the hours of the person called decide who can be called, and who first",
          "[unit][preflight]") {
    Asked asked;
    asked.rules.hours = schedule::CallingHours{.weekly = each_day(540, 1080)};
    asked.add("Asia/Tokyo", 5);
    asked.add("America/New_York", 2);
    asked.add("", 1);
    const auto answer = asked.answer();
    CHECK(answer.callable() == 7);
    CHECK(answer.skipped().at("skipped_no_hours") == 1);
    CHECK(answer.first_call_local() == "2026-11-23T09:00:00-05:00");
    CHECK(answer.open_nights().empty());
}

TEST_CASE("who is in their hours only after stopAt is skipped as stopped", "[unit][preflight]") {
    Asked asked;
    asked.program.words.calling = schedule::CallingHours{.weekly = each_day(540, 1080)};
    asked.program.words.stop_at = now + 3h;
    asked.add("Asia/Tokyo", 5);
    asked.add("America/New_York", 2);
    CHECK(asked.answer().skipped().at("skipped_stopped") == 5);
    CHECK(asked.answer().callable() == 2);
}

TEST_CASE("the program's hours stand for the organization's, whose holidays hold",
          "[unit][preflight]") {
    Asked asked;
    asked.rules.hours = schedule::CallingHours{.weekly = each_day(0, 60)};
    asked.rules.holidays = {{2026, 11, 23}};
    asked.program.words.calling =
        schedule::CallingHours{.weekly = each_day(540, 1080), .zone = schedule::HoursOf::program};
    asked.add("", 1);
    CHECK(asked.answer().first_call_local() == "2026-11-24T09:00:00+01:00");
    asked.program.words.inherit_hours = false;
    CHECK(asked.answer().first_call_local() == "2026-11-23T13:00:00+01:00");
    asked.program.words.calling.reset();
    CHECK(asked.found().hours.calling.empty());
}

TEST_CASE("open hours of the night are counted on the clocks of those called",
          "[unit][preflight]") {
    Asked asked;
    asked.program.words.calling =
        schedule::CallingHours{.weekly = each_day(420, 1290)}; // 7 to 21:30
    asked.add("Africa/Casablanca", 4);
    const auto answer = asked.answer();
    REQUIRE(answer.open_nights_size() == 1);
    CHECK(answer.open_nights(0).hours_a_week() == Approx(7 * 1.5));
    CHECK(answer.open_nights(0).contacts() == 4);
}

TEST_CASE("blockers have the names that the API's errors have", "[unit][preflight]") {
    CHECK(api_name({base::Errc::invalid, "x", "EMPTY_DID_POOL"}) == "EmptyDidPoolError");
    CHECK(api_name({base::Errc::invalid, "x", ""}) == "ValidationError");
}
