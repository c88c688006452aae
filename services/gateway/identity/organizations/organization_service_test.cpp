#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using Organizations = v1::OrganizationService;
using Stub = Organizations::StubInterface;

namespace {

v1::Organization get(Client& client) {
    return client.call<Organizations>(&Stub::GetOrganization, v1::GetOrganizationRequest{});
}

v1::Organization put(Client& client, const v1::UpdateOrganizationRequest& request) {
    return client.call<Organizations>(&Stub::UpdateOrganization, request);
}

v1::Organization create(Client& client, const v1::CreateOrganizationRequest& request) {
    return client.call<Organizations>(&Stub::CreateOrganization, request);
}

} // namespace

TEST_CASE("an admin changes only what is sent of the organization",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    const auto before = get(admin);
    v1::UpdateOrganizationRequest request;
    request.set_timezone("Europe/Paris");
    request.set_currency("EUR");
    request.mutable_retention()->set_recordings_days(30);
    const auto after = put(admin, request);
    CHECK(after.name() == before.name());
    CHECK(after.country() == "MA");
    CHECK(after.timezone() == "Europe/Paris");
    CHECK(after.currency() == "EUR");
    CHECK(after.retention().recordings_days() == 30);
    CHECK_FALSE(after.retention().has_call_reports_days());
    CHECK(get(admin).timezone() == "Europe/Paris");
}

TEST_CASE("retention is kept as days, and null means for ever",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    v1::UpdateOrganizationRequest both;
    both.mutable_retention()->set_call_reports_days(365);
    both.mutable_retention()->set_recordings_days(30);
    put(admin, both);

    auto service = Client::service();
    using Lookup = v1::OrganizationLookupService;
    const auto kept = [&] {
        const auto all =
            service.call<Lookup>(&Lookup::StubInterface::ListRetention, v1::ListRetentionRequest{});
        for (const auto& it : all.data()) {
            if (it.organization_id() == admin.organization()) return it;
        }
        return v1::ListRetentionResponse::Retention{};
    };
    CHECK(kept().call_reports_days() == 365);
    CHECK(kept().recordings_days() == 30);

    v1::UpdateOrganizationRequest one;
    one.add_cleared("retention.recordingsDays");
    CHECK(put(admin, one).retention().call_reports_days() == 365);
    CHECK_FALSE(kept().has_recordings_days());
    v1::UpdateOrganizationRequest empty;
    empty.add_cleared("retention"); // {}
    CHECK(put(admin, empty).retention().call_reports_days() == 365);
    v1::UpdateOrganizationRequest none;
    none.add_cleared("retention.callReportsDays");
    put(admin, none);
    CHECK_FALSE(kept().has_call_reports_days());
    CHECK_FALSE(kept().organization_id().empty());

    admin.call<Lookup>(&Lookup::StubInterface::ListRetention, v1::ListRetentionRequest{});
    CHECK(admin.refused == "FORBIDDEN");
}

TEST_CASE("what an organization must not be is refused, every member named",
          "[integration][gateway][organization]") {
    auto admin = Client::admin();
    v1::UpdateOrganizationRequest request;
    request.set_name(" ");
    request.set_country("XX");
    request.set_timezone("GMT+1");
    request.add_cleared("currency");
    request.mutable_retention()->set_call_reports_days(0);
    put(admin, request);
    CHECK(admin.refused == "VALIDATION");
    CHECK(admin.wrong == std::vector<std::string>{"name", "country", "timezone", "currency",
                                                  "retention.callReportsDays"});
    auto agent = admin.as(rpc::Role::agent);
    put(agent, {});
    CHECK(agent.refused == "FORBIDDEN");
    get(agent);
    CHECK(agent.refused.empty());
}

TEST_CASE("the platform makes organizations with their first admin and key",
          "[integration][gateway][organization]") {
    auto platform = Client::platform();
    v1::CreateOrganizationRequest request;
    request.set_name("Atlas " + new_email());
    request.set_max_concurrent_calls(50);
    request.set_with_api_key(true);
    const auto email = new_email();
    request.mutable_admin()->set_email(email);
    request.mutable_admin()->set_password("correct horse");
    platform.idempotency_key = "atlas " + email;
    const auto made = create(platform, request);
    REQUIRE(platform.refused.empty());
    CHECK(made.slug().starts_with("atlas-"));
    CHECK(made.requests_per_second() == 100);
    CHECK(made.writes_per_second() == 10);
    CHECK(made.max_concurrent_calls() == 50);
    CHECK(Replica{}.let_in(made.api_key().secret()).caller.organization->value().to_string() ==
          made.id());
    auto anyone = Client::anonymous();
    const auto tokens = anyone.login(email);
    CHECK(Replica{}.let_in(tokens.access_token()).caller.role == rpc::Role::admin);

    platform.idempotency_key = "atlas " + email;
    CHECK(create(platform, request).api_key().secret() == made.api_key().secret());
    create(platform, request);
    CHECK(platform.refused == "MEMBER_ALREADY_EXISTS");
}

TEST_CASE("two of one name have addresses of their own", "[integration][gateway][organization]") {
    auto platform = Client::platform();
    v1::CreateOrganizationRequest request;
    request.set_name("أطلس");
    const auto one = create(platform, request);
    const auto other = create(platform, request);
    CHECK(other.slug() != one.slug());
    CHECK(other.slug().starts_with("organization"));
}

TEST_CASE("the platform lists, reads and changes all of them",
          "[integration][gateway][organization]") {
    auto platform = Client::platform();
    v1::CreateOrganizationRequest request;
    const auto name = "Listed " + new_email();
    request.set_name(name);
    const auto made = create(platform, request);
    v1::ListOrganizationsRequest wanted;
    wanted.set_search(name);
    const auto list = platform.call<Organizations>(&Stub::ListOrganizations, wanted);
    REQUIRE(list.data_size() == 1);
    CHECK(list.data(0).id() == made.id());
    CHECK(list.meta().total() == 1);
    wanted.clear_search();
    wanted.set_limit(1);
    wanted.set_sort_by("name");
    const auto page = platform.call<Organizations>(&Stub::ListOrganizations, wanted);
    wanted.set_cursor(page.meta().next_cursor());
    CHECK(platform.call<Organizations>(&Stub::ListOrganizations, wanted).data(0).id() !=
          page.data(0).id());

    v1::UpdateAnyOrganizationRequest change;
    change.set_id(made.id());
    change.set_plan("large");
    change.set_writes_per_second(0);
    platform.call<Organizations>(&Stub::UpdateAnyOrganization, change);
    CHECK(platform.wrong == std::vector<std::string>{"writesPerSecond"});
    change.set_writes_per_second(50);
    CHECK(platform.call<Organizations>(&Stub::UpdateAnyOrganization, change).plan() == "large");
    v1::GetAnyOrganizationRequest nobody;
    nobody.set_id("0192f3a4-0000-7000-8000-000000000009");
    platform.call<Organizations>(&Stub::GetAnyOrganization, nobody);
    CHECK(platform.refused == "ORGANIZATION_NOT_FOUND");

    auto admin = Client::admin();
    admin.call<Organizations>(&Stub::ListOrganizations, v1::ListOrganizationsRequest{});
    CHECK(admin.refused == "FORBIDDEN");
}
