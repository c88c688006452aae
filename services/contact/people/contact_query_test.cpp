#include "contact/people/contact_query.hpp"

#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace hatif;
using namespace hatif::contact;
using namespace hatif::contact::testing;

namespace {

/// Contacts that were all called, of whom one in a thousand was never reached.
void add_called(const std::string& organization) {
    Suite::shared().ask(
        "WITH made AS (INSERT INTO contacts (id, organization_id, match_key, phone_status, "
        "primary_phone, channels, search_text, created_at, updated_at) "
        "SELECT gen_random_uuid(), '" +
        organization +
        "', n::text, 'invalid', n::text, '{}', n::text, now(), now() "
        "FROM generate_series(1, 20000) AS n RETURNING id, match_key) "
        "INSERT INTO contact_engagement (contact_id, calls, consecutive_failures) "
        "SELECT id, 5, CASE WHEN match_key::int % 1000 = 0 THEN 5 ELSE 0 END FROM made "
        "RETURNING calls::text");
}

} // namespace

TEST_CASE("whom calls do not reach is found by an index, not by looking at everybody",
          "[contact][engagement]") {
    const Client client;
    add_called(client.organization());
    ListScope scope{base::OrganizationId{*base::Uuid::parse(client.organization())},
                    *phone::Country::parse("MA")};
    scope.filter.consecutive_failures = 3;
    const auto query = contacts_of(scope, "");
    const auto connection = Suite::shared().pool().borrow();
    auto transaction = pg::Transaction::begin(**connection);
    REQUIRE((*connection)
                ->script("ANALYZE contacts; ANALYZE contact_engagement; "
                         "SET LOCAL plan_cache_mode = force_custom_plan"));
    const auto found = transaction->execute("SELECT count(*)" + query.sql, query.params);
    REQUIRE(found);
    CHECK((*found)[0].get<std::int64_t>(0) == 20);
    const auto rows = transaction->execute("EXPLAIN SELECT count(*)" + query.sql, query.params);
    REQUIRE(rows);
    std::string plan;
    for (const auto& row : *rows) plan += row.get<std::string>(0) + "\n";
    INFO(plan);
    CHECK(plan.find("contact_engagement_failing") != std::string::npos);
}
