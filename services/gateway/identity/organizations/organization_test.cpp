#include "gateway/identity/organizations/organization.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

TEST_CASE("a slug is the name as a part of an address", "[unit][gateway][organization]") {
    CHECK(slug_of("Atlas Telecom") == "atlas-telecom");
    CHECK(slug_of("  A & B!  ") == "a-b");
    CHECK(slug_of("أطلس") == "organization");
}

TEST_CASE("countries and currencies are those of ISO, in capitals",
          "[unit][gateway][organization]") {
    const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");
    CHECK(is_country("MA"));
    CHECK(is_country("FR"));
    for (const auto* none : {"ma", "MAR", "XX", "", "ZZ"}) CHECK_FALSE(is_country(none));
    CHECK(is_currency("MAD", now));
    CHECK(is_currency("EUR", now));
    // FRF was one until 2002.
    for (const auto* none : {"mad", "MA", "QQQ", "", "FRF"}) CHECK_FALSE(is_currency(none, now));
}
