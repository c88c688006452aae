#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using Organizations = v1::OrganizationService;
using Lookup = v1::OrganizationLookupService;

namespace {

v1::Organization put(Client& client, const v1::UpdateOrganizationRequest& request) {
    return client.call<Organizations>(&Organizations::StubInterface::UpdateOrganization, request);
}

v1::Organization get(Client& client) {
    return client.call<Organizations>(&Organizations::StubInterface::GetOrganization,
                                      v1::GetOrganizationRequest{});
}

v1::CallingRules rules_of(const std::string& organization) {
    auto service = Client::service();
    v1::DescribeCallingRulesRequest request;
    request.set_organization_id(organization);
    return service.call<Lookup>(&Lookup::StubInterface::DescribeCallingRules, request);
}

v1::UpdateOrganizationRequest all_rules() {
    v1::UpdateOrganizationRequest request;
    auto& range = *request.mutable_calling_hours()->add_friday();
    range.mutable_start_at()->set_hour(22);
    range.mutable_start_at()->set_minute(15);
    range.mutable_end_at()->set_hour(2); // of Saturday, at 02:00
    request.mutable_calling_hours()->set_zone(type::v1::HOURS_ZONE_PROGRAM);
    auto& day = *request.add_holidays();
    day.set_date("11-18");
    day.set_name("عيد الاستقلال");
    request.add_holidays()->set_date("2026-05-27");
    request.mutable_frequency_cap()->set_max_calls(3);
    request.mutable_frequency_cap()->set_per_hours(24);
    return request;
}

} // namespace

TEST_CASE("an organization has no hours, holidays or cap until it says so",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    const auto new_one = get(admin);
    CHECK_FALSE(new_one.has_calling_hours());
    CHECK(new_one.holidays_size() == 0);
    CHECK_FALSE(new_one.has_frequency_cap());
    CHECK(new_one.call_share() == 10);
    CHECK(rules_of(admin.organization()).ByteSizeLong() == 0);
}

TEST_CASE("hours, holidays and cap are read as they were written",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    const auto request = all_rules();
    const auto written = put(admin, request);
    CHECK(admin.refused.empty());
    for (const auto& read : {written, get(admin)}) {
        REQUIRE(read.calling_hours().friday_size() == 1);
        CHECK(read.calling_hours().friday(0).start_at().hour() == 22);
        CHECK(read.calling_hours().friday(0).start_at().minute() == 15);
        CHECK(read.calling_hours().friday(0).end_at().minute() == 0);
        CHECK(read.calling_hours().zone() == type::v1::HOURS_ZONE_PROGRAM);
        REQUIRE(read.holidays_size() == 2);
        CHECK(read.holidays(0).name() == "عيد الاستقلال");
        CHECK_FALSE(read.holidays(1).has_name());
        CHECK(read.frequency_cap().per_hours() == 24);
    }
    const auto told = rules_of(admin.organization());
    CHECK(told.calling_hours().DebugString() == written.calling_hours().DebugString());
    CHECK(told.holidays(1).date() == "2026-05-27");
    CHECK(told.frequency_cap().max_calls() == 3);
}

TEST_CASE("each of the rules is replaced as a whole, and cleared by null or empty",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    put(admin, all_rules());
    v1::UpdateOrganizationRequest one;
    one.add_holidays()->set_date("05-01");
    auto after = put(admin, one);
    REQUIRE(after.holidays_size() == 1);
    CHECK(after.calling_hours().friday_size() == 1);
    CHECK(after.has_frequency_cap());
    v1::UpdateOrganizationRequest none;
    for (const auto* path : {"callingHours", "holidays", "frequencyCap"}) none.add_cleared(path);
    after = put(admin, none);
    CHECK_FALSE(after.has_calling_hours());
    CHECK(after.holidays_size() == 0);
    CHECK_FALSE(after.has_frequency_cap());
    CHECK(rules_of(admin.organization()).ByteSizeLong() == 0);
}

TEST_CASE("an organization's share is the platform's to set, and its admin cannot",
          "[integration][gateway][organization]") {
    auto platform = Client::platform();
    v1::CreateOrganizationRequest request;
    request.set_name("Shared " + new_email());
    request.set_with_api_key(true);
    request.set_call_share(20);
    const auto made =
        platform.call<Organizations>(&Organizations::StubInterface::CreateOrganization, request);
    CHECK(made.call_share() == 20);
    CHECK(Replica{}.let_in(made.api_key().secret()).caller.settings.call_share == 20);

    v1::UpdateAnyOrganizationRequest change;
    change.set_id(made.id());
    change.set_call_share(1'001);
    change.mutable_frequency_cap()->set_max_calls(2);
    platform.call<Organizations>(&Organizations::StubInterface::UpdateAnyOrganization, change);
    CHECK(platform.wrong == std::vector<std::string>{"frequencyCap.perHours", "callShare"});
    change.set_call_share(1'000);
    change.mutable_frequency_cap()->set_per_hours(48);
    const auto changed =
        platform.call<Organizations>(&Organizations::StubInterface::UpdateAnyOrganization, change);
    CHECK(changed.call_share() == 1'000);
    CHECK(changed.frequency_cap().per_hours() == 48);
}

TEST_CASE("only services are told an organization's rules",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    v1::DescribeCallingRulesRequest request;
    request.set_organization_id(admin.organization());
    admin.call<Lookup>(&Lookup::StubInterface::DescribeCallingRules, request);
    CHECK(admin.refused == "FORBIDDEN");
    auto service = Client::service();
    request.set_organization_id("0192f3a4-0000-7000-8000-000000000009");
    service.call<Lookup>(&Lookup::StubInterface::DescribeCallingRules, request);
    CHECK(service.refused == "ORGANIZATION_NOT_FOUND");
}
