#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;
using Organizations = v1::OrganizationService;

namespace {

v1::Organization change(const v1::UpdateAnyOrganizationRequest& request) {
    auto platform = Client::platform();
    return platform.call<Organizations>(&Organizations::StubInterface::UpdateAnyOrganization,
                                        request);
}

struct Organization {
    Organization() {
        v1::CreateOrganizationRequest request;
        request.set_name("Limited " + new_email());
        request.set_with_api_key(true);
        request.set_requests_per_second(20);
        request.set_writes_per_second(5);
        auto platform = Client::platform();
        made = platform.call<Organizations>(&Organizations::StubInterface::CreateOrganization,
                                            request);
    }
    v1::Organization made;
    std::string secret() const { return made.api_key().secret(); }
};

} // namespace

TEST_CASE("three replicas grant together what the organization's rate allows",
          "[integration][gateway][replicas]") {
    const Organization organization;
    Replica replicas[3];
    const auto begun = std::chrono::steady_clock::now();
    int reads = 0;
    int writes = 0;
    for (std::size_t n = 0; n < 120; ++n) {
        if (replicas[n % 3].meets(organization.secret(), "GET") == "in") ++reads;
        if (replicas[n % 3].meets(organization.secret(), "POST") == "in") ++writes;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    CHECK(reads <= 20 * (1 + taken.count()) + 1);
    CHECK(writes <= 5 * (1 + taken.count()) + 1);
    // All but what two other replicas may hold.
    CHECK(reads >= 20 - 2 * 4);
    CHECK(writes >= 5 - 2);
}

TEST_CASE("what is left is told, and reads and writes are limited apart",
          "[integration][gateway][replicas]") {
    const Organization organization;
    Replica replica;
    const auto read = replica.let_in(organization.secret(), "GET").allowance;
    CHECK(read.limit == 20);
    CHECK(read.remaining == 19);
    CHECK(read.reset == 1);
    const auto write = replica.let_in(organization.secret(), "PUT").allowance;
    CHECK(write.limit == 5);
    CHECK(write.remaining == 4);
}

TEST_CASE("a suspended organization is out within five seconds, and in again",
          "[integration][gateway][replicas]") {
    const Organization organization;
    Replica replica;
    CHECK(replica.meets(organization.secret()) == "in");
    v1::UpdateAnyOrganizationRequest request;
    request.set_id(organization.made.id());
    request.set_status(v1::ORGANIZATION_STATUS_SUSPENDED);
    CHECK(change(request).status() == v1::ORGANIZATION_STATUS_SUSPENDED);
    replica.clock.ahead = 5s;
    CHECK(replica.meets(organization.secret()) == "the organization is suspended");
    request.set_status(v1::ORGANIZATION_STATUS_ACTIVE);
    change(request);
    replica.clock.ahead = 10s;
    CHECK(replica.meets(organization.secret()) == "in");
}

TEST_CASE("a new limit and a new currency act within five seconds",
          "[integration][gateway][replicas]") {
    const Organization organization;
    Replica replica;
    CHECK(replica.let_in(organization.secret()).caller.settings.max_concurrent_calls == 0);
    v1::UpdateAnyOrganizationRequest request;
    request.set_id(organization.made.id());
    request.set_max_concurrent_calls(7);
    request.set_calls_per_second(2.5);
    request.set_requests_per_second(33);
    request.set_currency("EUR");
    change(request);
    replica.clock.ahead = 5s;
    const auto admitted = replica.let_in(organization.secret());
    CHECK(admitted.caller.settings.max_concurrent_calls == 7);
    CHECK(admitted.caller.settings.calls_per_second == 2.5);
    CHECK(admitted.caller.settings.currency == "EUR");
}

TEST_CASE("the platform's keys belong to no organization", "[integration][gateway][replicas]") {
    const auto secret = new_secret(platform_prefix);
    Suite::shared().pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec(
            "INSERT INTO api_keys (id, name, prefix, shown_part, secret_hash, role) "
            "VALUES ($1, 'p', 'hatif_platform', 'x', $2, 4)",
            base::Uuid::v7(base::SystemClock{}.now()), pg::Bytes{hash_of(secret)});
    });
    const auto admitted = Replica{}.let_in(secret);
    CHECK(admitted.caller.role == rpc::Role::platform);
    CHECK_FALSE(admitted.caller.organization);
    CHECK(admitted.allowance.limit == 100);
}
