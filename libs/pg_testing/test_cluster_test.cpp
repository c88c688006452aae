#include "pg_testing/test_cluster.hpp"

#include "base/handle.hpp"

#include <catch2/catch.hpp>
#include <libpq-fe.h>

#include <string>

using hatif::pg_testing::TestCluster;
using Connection = hatif::base::Handle<PGconn, PQfinish>;
using Rows = hatif::base::Handle<PGresult, PQclear>;

namespace {

std::string answer(const std::string& uri, const char* sql) {
    const Connection connection{PQconnectdb(uri.c_str())};
    const Rows rows{PQexec(connection.get(), sql)};
    if (PQntuples(rows.get()) != 1) return PQerrorMessage(connection.get());
    return PQgetvalue(rows.get(), 0, 0);
}

} // namespace

TEST_CASE("a new database is entered as the schema's own role", "[pg_testing][cluster]") {
    const auto uri = TestCluster::shared().new_database("contact");

    CHECK(answer(uri, "SELECT current_user") == "hatif_contact");
    CHECK(answer(uri, "SELECT current_schema") == "contact");
}

TEST_CASE("two databases of one cluster do not see each other", "[pg_testing][cluster]") {
    const auto first = TestCluster::shared().new_database("contact");
    const auto second = TestCluster::shared().new_database("contact");
    answer(first, "CREATE TABLE seen ()");

    CHECK(answer(first, "SELECT to_regclass('seen') IS NULL") == "f");
    CHECK(answer(second, "SELECT to_regclass('seen') IS NULL") == "t");
}
