#include "gateway/identity/organizations/calling_rules.hpp"
#include "gateway/identity/organizations/organization_wire.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace hatif;
using namespace hatif::gateway;

namespace {

const base::Instant now{};

v1::UpdateOrganizationRequest from(int hour, int minute, int until_hour, int until_minute) {
    v1::UpdateOrganizationRequest request;
    auto& range = *request.mutable_calling_hours()->add_monday();
    range.mutable_start_at()->set_hour(static_cast<unsigned>(hour));
    range.mutable_start_at()->set_minute(static_cast<unsigned>(minute));
    range.mutable_end_at()->set_hour(static_cast<unsigned>(until_hour));
    range.mutable_end_at()->set_minute(static_cast<unsigned>(until_minute));
    return request;
}

/// What is wrong, by path.
std::map<std::string, std::string> wrong(const v1::UpdateOrganizationRequest& request) {
    std::map<std::string, std::string> fields;
    const auto changed =
        changed_organization(Organization{.id = base::OrganizationId{base::Uuid{}}}, request, now);
    if (!changed) {
        for (const auto& it : changed.error().fields) fields[it.path] = it.what;
    }
    return fields;
}

} // namespace

TEST_CASE("a holiday is a day that is, once or in every year", "[unit][gateway][organization]") {
    for (const auto* day : {"2026-11-18", "11-18", "2024-02-29", "02-29", "0001-01-01", "12-31"}) {
        CAPTURE(day);
        CHECK(is_holiday_date(day));
    }
    for (const auto* none : {"", "2025-02-29", "02-30", "13-01", "00-10", "11-00", "11-31", "1-1",
                             "2026-1-1", "2026/11/18", "11/18", "-1-18", "2026-11-18T00:00:00Z",
                             " 11-18", "+1-18", "1118", "2026-11--1", "0000-11-18"}) {
        CAPTURE(none);
        CHECK_FALSE(is_holiday_date(none));
    }
}

TEST_CASE("ranges are kept as three numbers each", "[unit][gateway][organization]") {
    const std::vector<HourRange> weekly{{1, 540, 720}, {5, 1320, 120}};
    CHECK(as_numbers(weekly) == std::vector<std::int32_t>{1, 540, 720, 5, 1320, 120});
    CHECK(as_ranges(as_numbers(weekly)) == weekly);
    CHECK(as_ranges({}).empty());
}

TEST_CASE("hours may go over midnight, and are never empty", "[unit][gateway][organization]") {
    CHECK(wrong(from(9, 0, 18, 30)).empty());
    CHECK(wrong(from(22, 0, 2, 0)).empty());
    CHECK(wrong(from(9, 0, 9, 0)) ==
          std::map<std::string, std::string>{
              {"callingHours.monday[0].endAt", "must differ from startAt"}});
    CHECK(wrong(from(24, 0, 9, 60)) ==
          std::map<std::string, std::string>{
              {"callingHours.monday[0].startAt.hour", "must be 0 to 23"},
              {"callingHours.monday[0].endAt.minute", "must be 0 to 59"}});
    v1::UpdateOrganizationRequest request;
    request.mutable_calling_hours()->add_sunday()->mutable_end_at()->set_minute(3);
    CHECK(wrong(request) == std::map<std::string, std::string>{
                                {"callingHours.sunday[0].startAt", "must be {hour, minute}"},
                                {"callingHours.sunday[0].endAt", "must be {hour, minute}"}});
    for (int i = 0; i < 49; ++i) request.mutable_calling_hours()->add_friday();
    CHECK(wrong(request)["callingHours.friday"] == "must be at most 48 windows");
}

TEST_CASE("a cap needs both its numbers", "[unit][gateway][organization]") {
    v1::UpdateOrganizationRequest request;
    request.mutable_frequency_cap()->set_max_calls(3);
    CHECK(wrong(request) ==
          std::map<std::string, std::string>{{"frequencyCap.perHours", "is required"}});
    request.mutable_frequency_cap()->set_max_calls(1'001);
    request.mutable_frequency_cap()->set_per_hours(0);
    CHECK(wrong(request) ==
          std::map<std::string, std::string>{{"frequencyCap.maxCalls", "must be 1 to 1000"},
                                             {"frequencyCap.perHours", "must be 1 to 8760"}});
}

TEST_CASE("at most 366 holidays, each told by its place", "[unit][gateway][organization]") {
    v1::UpdateOrganizationRequest request;
    request.add_holidays()->set_date("11-18");
    request.add_holidays()->set_name("no day");
    request.add_holidays()->set_date("2025-02-29");
    request.mutable_holidays(0)->set_name(std::string(101, 'x'));
    CHECK(wrong(request) ==
          std::map<std::string, std::string>{
              {"holidays[0].name", "must be at most 100 characters"},
              {"holidays[1].date", "must be a day: YYYY-MM-DD, or MM-DD for every year"},
              {"holidays[2].date", "must be a day: YYYY-MM-DD, or MM-DD for every year"}});
    for (int i = 0; i < 364; ++i) request.add_holidays()->set_date("01-01");
    CHECK(wrong(request) ==
          std::map<std::string, std::string>{{"holidays", "must be at most 366 days"}});
}
