#include "gateway/docs/role_table.hpp"

#include "gateway/contracts.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;

TEST_CASE("the table says of every endpoint whom it opens to", "[unit][gateway][roles]") {
    const auto table = role_table(all_bindings());
    CHECK_THAT(table, Catch::Contains("| `GET /api/contact` | | yes | yes | yes | |\n"));
    CHECK_THAT(table, Catch::Contains("| `DELETE /api/members/{id}` | | | | yes | |\n"));
    CHECK_THAT(table, Catch::Contains("| `GET /api/admin/organizations` | | | | | yes |\n"));
    CHECK_THAT(table,
               Catch::Contains("| `POST /api/auth/login` | yes | yes | yes | yes | yes |\n"));
}
