#include "gateway/identity/bootstrap.hpp"

#include <catch2/catch.hpp>

using namespace hatif::gateway;

TEST_CASE("a slug is the name as a part of an address", "[gateway][bootstrap]") {
    CHECK(slug_of("Atlas Telecom") == "atlas-telecom");
    CHECK(slug_of("  A & B!  ") == "a-b");
    CHECK(slug_of("أطلس") == "organization");
}
