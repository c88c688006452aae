#include "pg/migrate.hpp"
#include "pg/outbox.hpp"
#include "pg/pool.hpp"

#include "pg_testing/test_cluster.hpp"

#include <catch2/catch.hpp>

using namespace hatif;

namespace {

/// A service's schema before its outbox held many announcements in a row, or as it is now.
struct Service {
    explicit Service(bool is_new = true) {
        if (is_new) REQUIRE(pg::migrate(pool, {}));
    }

    void announce(const std::vector<pg::Announcement>& what) {
        REQUIRE(pool.transact(
            [&](pg::Transaction& transaction) { return pg::announce(transaction, what); }));
    }

    std::string text(const std::string& sql) {
        const auto rows = (*pool.borrow())->exec(sql);
        REQUIRE(rows);
        return (*rows)[0].get<std::string>(0);
    }

    pg::Pool pool{pg_testing::TestCluster::shared().new_database("contact"), 2};
};

pg::Announcement about(const std::string& topic, int number, std::size_t bytes = 1) {
    return {.topic = topic,
            .key = "key " + std::to_string(number % 3),
            .type = "type " + std::to_string(number),
            .schema = "schema of " + topic,
            .payload = std::string(bytes, 'x'),
            .occurred_at = base::Instant{std::chrono::seconds{number}}};
}

constexpr const char* rows = "SELECT count(*)::text FROM outbox";
constexpr const char* told = "SELECT coalesce(string_agg(topic || ' ' || key || ' ' || type || ' ' "
                             "|| schema || ' ' || extract(epoch FROM occurred_at)::int, ', ' ORDER "
                             "BY xid, id, place), '') FROM announcements";

} // namespace

TEST_CASE("announcements of a topic share a row, in their order", "[pg][outbox]") {
    Service service;
    service.announce({about("a", 1), about("b", 2), about("a", 3)});
    CHECK(service.text(rows) == "2");
    CHECK(service.text(told) == "a key 1 type 1 schema of a 1, a key 0 type 3 schema of a 3, "
                                "b key 2 type 2 schema of b 2");
    service.announce({about("a", 4)});
    CHECK(service.text(rows) == "3");
}

TEST_CASE("what is not announced leaves no row", "[pg][outbox]") {
    Service service;
    service.announce({});
    CHECK(service.text(rows) == "0");
}

TEST_CASE("a row of the outbox holds no more than its readers have memory for", "[pg][outbox]") {
    Service service;
    std::vector<pg::Announcement> many;
    for (int i = 0; i < 250; ++i) many.push_back(about("many", i));
    service.announce(many);
    CHECK(service.text(rows) == "3");
    CHECK(service.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM outbox") == "1 101 201");
    const std::size_t large = 100 * 1024;
    service.announce({about("large", 0, large), about("large", 1, large), about("large", 2, large),
                      about("large", 3, 10 * large), about("large", 4)});
    CHECK(service.text("SELECT string_agg(cardinality(keys)::text, ' ' ORDER BY xid, id) "
                       "FROM outbox WHERE topic = 'large'") == "2 1 1 1");
    CHECK(service.text("SELECT string_agg(type, ', ' ORDER BY xid, id, place) "
                       "FROM announcements WHERE topic = 'large'") ==
          "type 0, type 1, type 2, type 3, type 4");
}

TEST_CASE("what waited in an outbox of before waits in the new one", "[pg][outbox]") {
    Service service{false};
    REQUIRE(service.pool.borrow().value()->script(
        "CREATE TABLE schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL "
        "DEFAULT now()); INSERT INTO schema_migrations (name) VALUES ('pg_0001_common'); "
        "CREATE TABLE outbox (xid xid8 NOT NULL DEFAULT pg_current_xact_id(), id bigint GENERATED "
        "ALWAYS AS IDENTITY, topic text NOT NULL, key text NOT NULL, type text NOT NULL, schema "
        "text NOT NULL, payload bytea NOT NULL, occurred_at timestamptz NOT NULL, PRIMARY KEY "
        "(xid, id)); INSERT INTO outbox (topic, key, type, schema, payload, occurred_at) "
        "SELECT 'a', 'key ' || n, 'type', 'schema', 'x', to_timestamp(n) "
        "FROM generate_series(1, 2) n"));
    REQUIRE(pg::migrate(service.pool, {}));
    service.announce({about("a", 3)});
    // Whoever took them before knows them by the numbers that they had.
    CHECK(service.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM outbox") == "1 2 102");
    CHECK(service.text(told) == "a key 1 type schema 1, a key 2 type schema 2, "
                                "a key 0 type 3 schema of a 3");
}
