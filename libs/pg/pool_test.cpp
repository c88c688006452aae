#include "pg/pool.hpp"

#include "pg_testing/test_cluster.hpp"

#include <catch2/catch.hpp>

using namespace hatif;

namespace {

struct Tried {
    int times = 0;
    base::Result<void> answer{};
};

/// Work that PostgreSQL asks to be repeated so many times.
Tried repeated(int times) {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    Tried tried;
    tried.answer = pool.transact([&](pg::Transaction&) -> base::Result<void> {
        if (tried.times++ == times) return {};
        return base::fail(base::Errc::conflict, "deadlock detected", "RETRY");
    });
    return tried;
}

} // namespace

TEST_CASE("work that PostgreSQL refuses for others' sake is done anew", "[pg][pool]") {
    const auto tried = repeated(2);
    CHECK(tried.answer);
    CHECK(tried.times == 3);
}

TEST_CASE("work refused three times is unavailable: nothing is wrong with it", "[pg][pool]") {
    const auto tried = repeated(3);
    CHECK(tried.times == 3);
    REQUIRE_FALSE(tried.answer);
    CHECK(tried.answer.error().code == base::Errc::unavailable);
    CHECK(tried.answer.error().reason.empty());
}

TEST_CASE("a refusal of the work itself is told at once", "[pg][pool]") {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    int times = 0;
    const auto answer = pool.transact([&](pg::Transaction&) -> base::Result<void> {
        ++times;
        return base::fail(base::Errc::conflict, "it runs already", "EXECUTION_ALREADY_RUNNING");
    });
    CHECK(times == 1);
    CHECK(answer.error().code == base::Errc::conflict);
}
