#include "contact/testing/suite.hpp"
#include "rpc/time.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

/// Not run by default: `contact_integration_test "[members-load]"` prints what an audience of a
/// million costs whoever launches it.
namespace {

constexpr int people = 1'000'000;

double own_cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Of the database session; the pool gives the one used last.
double database_cpu_seconds() {
    std::ifstream stat{"/proc/" + Suite::shared().ask("SELECT pg_backend_pid()::text") + "/stat"};
    std::string word;
    for (int i = 0; i < 13; ++i) stat >> word;
    double user = 0, system = 0;
    stat >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void measure(const std::string& what, int times, const std::function<void()>& act) {
    const auto begun = std::chrono::steady_clock::now();
    const auto own = own_cpu_seconds(), database = database_cpu_seconds();
    for (int i = 0; i < times; ++i) act();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begun;
    std::cout << what << ": " << wall.count() / times << " ms, CPU of service and client "
              << (own_cpu_seconds() - own) * 1e3 / times << " ms, of PostgreSQL "
              << (database_cpu_seconds() - database) * 1e3 / times << " ms\n";
}

/// Straight into the tables, in the order of their ids as UUIDv7 are: every tenth with a zone of
/// their own, every fifth with a renewal.
std::string audience_of_many(Client& client) {
    const auto audience = client.create_audience("customers").id();
    const auto count = std::to_string(people);
    Suite::shared().ask(
        "WITH made AS (INSERT INTO contacts (id, organization_id, match_key, phone_e164, "
        "phone_status, primary_phone, channels, search_text, created_at, updated_at, timezone, "
        "custom_attributes) SELECT lpad(to_hex(i), 32, '0')::uuid, '" +
        client.organization() +
        "', '+2126' || (10000000 + i), '+2126' || (10000000 + i), 'valid', '06' || (10000000 + i), "
        "'{}', '', now(), now(), CASE WHEN i % 10 = 0 THEN 'Europe/Paris' END, "
        "CASE WHEN i % 5 = 0 THEN '{\"renewal:date\":\"' || (date '2026-01-01' + (i / 5) % 365) || "
        "'\"}' ELSE '{}' END FROM generate_series(1, " +
        count +
        ") AS i RETURNING id), joined AS (INSERT INTO memberships (audience_id, contact_id, "
        "added_version) SELECT '" +
        audience +
        "', id, 1 FROM made), raised AS (UPDATE audiences SET version = 1, contact_count = " +
        count + " WHERE id = '" + audience + "') SELECT count(*)::text FROM made");
    for (const char* table : {"contacts", "memberships", "contact_dates"}) {
        Suite::shared().ask("DO $$ BEGIN ANALYZE " + std::string{table} + "; END $$");
    }
    return audience;
}

} // namespace

TEST_CASE("what an audience of a million costs", "[.][members-load]") {
    Client client;
    client.create_attribute("Renewal", v1::ATTRIBUTE_TYPE_DATE);
    const auto audience = audience_of_many(client);
    auto scheduler = client.as_service();
    measure("1,000 members", 200, [&] { scheduler.members(audience, 1, {}, 1'000); });
    measure("1,000 members with zones", 200,
            [&] { scheduler.members_with_zones(audience, 1, {}, 1'000); });
    measure("1,000 members", 200, [&] { scheduler.members(audience, 1, {}, 1'000); });
    v1::Census census;
    measure("census", 5, [&] { census = scheduler.census(audience, 1); });
    CHECK(census.callable_size() == 2);
    v1::DueMembersRequest request;
    request.set_organization_id(client.organization());
    request.set_audience_id(audience);
    request.set_attribute("renewal");
    request.set_timezone("Africa/Casablanca");
    const auto look = [&](const char* until) {
        const auto at = *base::from_iso8601(until);
        rpc::set(*request.mutable_after(), at - std::chrono::minutes{2});
        rpc::set(*request.mutable_until(), at);
        return scheduler.due_members(request).size();
    };
    measure("nobody due", 500, [&] { look("2026-06-10T15:00:00Z"); });
    std::size_t due = 0;
    measure("those of a day due", 20, [&] { due = look("2026-06-09T23:01:00Z"); });
    std::cout << due << " were due\n";
    CHECK(due > 200);
}
