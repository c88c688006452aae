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

TEST_CASE("arrays come back as they were sent", "[pg][pool]") {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    const std::vector<std::int32_t> small{-1, 0, 7};
    const std::vector<std::int64_t> large{5'000'000'000, -5'000'000'000};
    const std::vector<base::Instant> times{base::Instant{std::chrono::microseconds{1}}};
    const auto read = pool.transact([&](pg::Transaction& transaction) -> base::Result<void> {
        const auto rows = transaction.exec("SELECT $1::int[], $2::bigint[], $3::timestamptz[]",
                                           small, large, times);
        if (!rows) return base::fail(rows.error());
        CHECK((*rows)[0].get<std::vector<std::int32_t>>(0) == small);
        CHECK((*rows)[0].get<std::vector<std::int64_t>>(1) == large);
        CHECK((*rows)[0].get<std::vector<base::Instant>>(2) == times);
        return {};
    });
    CHECK(read);
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

TEST_CASE("what is deferred runs before the statement that it travels with", "[pg][pool]") {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    REQUIRE((*pool.borrow().value()).script("CREATE TABLE counted (n int PRIMARY KEY)"));
    const auto count = [&] {
        return pool.transact([](pg::Transaction& t) -> base::Result<std::int64_t> {
            const auto rows = t.exec("SELECT count(*) FROM counted");
            if (!rows) return base::fail(rows.error());
            return (*rows)[0].get<std::int64_t>(0);
        });
    };
    const auto add = [](pg::Transaction& t, std::int32_t n) {
        return t.defer("INSERT INTO counted VALUES ($1)", n);
    };

    SECTION("it is seen by the next, and kept by the commit") {
        REQUIRE(pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            REQUIRE(add(t, 1));
            REQUIRE(add(t, 2));
            CHECK(t.exec("SELECT count(*) FROM counted").value()[0].get<std::int64_t>(0) == 2);
            return add(t, 3);
        }));
        CHECK(count().value() == 3);
    }
    SECTION("its failure is that of the next, and nothing is kept") {
        const auto done = pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            REQUIRE(add(t, 1));
            REQUIRE(add(t, 1));
            return add(t, 2);
        });
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::Errc::already_exists);
        CHECK(count().value() == 0);
    }
    SECTION("work that fails takes it along") {
        CHECK_FALSE(pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            REQUIRE(add(t, 1));
            return base::fail(base::Errc::conflict, "no");
        }));
        CHECK(count().value() == 0);
    }
    SECTION("a transaction that asks nothing commits") {
        CHECK(pool.transact([](pg::Transaction&) { return base::Result<void>{}; }));
        CHECK(count().value() == 0);
    }
}

TEST_CASE("a connection that goes away under deferred statements is replaced", "[pg][pool]") {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    const auto cut = pool.transact([](pg::Transaction& t) -> base::Result<void> {
        const auto gone = t.exec("SELECT pg_terminate_backend(pg_backend_pid())");
        CHECK_FALSE(gone);
        if (auto more = t.defer("SELECT 1"); !more) return more;
        return {};
    });
    CHECK_FALSE(cut);
    CHECK(cut.error().code == base::Errc::unavailable);
    CHECK(pool.check());
}

TEST_CASE("statements of one round trip see what those before them left", "[pg][pool]") {
    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 1};
    REQUIRE((*pool.borrow().value()).script("CREATE TABLE counted (n int PRIMARY KEY)"));
    const auto add = [](std::int32_t n) { return pg::query("INSERT INTO counted VALUES ($1)", n); };
    const auto count = [] { return pg::query("SELECT count(*) FROM counted"); };
    const auto kept = [&] {
        return pool.transact([&](pg::Transaction& t) -> base::Result<std::int64_t> {
            return t.exec_all({count()}).value()[0][0].get<std::int64_t>(0);
        });
    };

    SECTION("each is answered, and what was deferred runs before them, unanswered") {
        REQUIRE(pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            REQUIRE(t.defer("INSERT INTO counted VALUES (0)"));
            const auto answers = t.exec_all({count(), add(1), count()}).value();
            REQUIRE(answers.size() == 3);
            CHECK(answers[0][0].get<std::int64_t>(0) == 1);
            CHECK(answers[1].affected() == 1);
            CHECK(answers[2][0].get<std::int64_t>(0) == 2);
            return {};
        }));
        CHECK(kept().value() == 2);
    }
    SECTION("after one that fails none runs, and the error is its") {
        const auto done = pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            const auto answers = t.exec_all({add(1), add(1), add(2)});
            REQUIRE_FALSE(answers);
            return base::fail(answers.error());
        });
        CHECK(done.error().code == base::Errc::already_exists);
        CHECK(kept().value() == 0);
    }
    SECTION("the last ones take the commit along") {
        REQUIRE(pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            const auto answers = t.finish({add(1), count()}).value();
            REQUIRE(answers.size() == 2);
            CHECK(answers[1][0].get<std::int64_t>(0) == 1);
            return {};
        }));
        CHECK(kept().value() == 1);
    }
    SECTION("last ones that fail keep nothing") {
        const auto done = pool.transact([&](pg::Transaction& t) -> base::Result<void> {
            const auto answers = t.finish({add(1), add(1)});
            if (!answers) return base::fail(answers.error());
            return {};
        });
        CHECK(done.error().code == base::Errc::already_exists);
        CHECK(kept().value() == 0);
    }
}
