#include "program_scheduler/bench/database.hpp"

#include "pg/migrate.hpp"
#include "pg_testing/test_cluster.hpp"
#include "program_scheduler/migrations.hpp"

namespace hatif::program_scheduler::bench {

using base::Result;

namespace {

std::string conninfo() {
    return pg_testing::TestCluster::shared().new_database("program_scheduler") +
           "&options=-c%20search_path%3Dprogram_scheduler,pg_catalog,public"
           "%20-c%20virtual.now%3D2026-01-01T00:00:00Z";
}

constexpr const char* virtual_time =
    "CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$SELECT current_setting('virtual.now')::timestamptz$$; "
    "CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
    "$$SELECT current_setting('virtual.now')::timestamptz$$";

/// "2026-11-23T09:00:00.123456Z"
std::string with_microseconds(base::Instant at) {
    const auto text = base::to_iso8601(at);
    const auto fraction = at - std::chrono::floor<std::chrono::seconds>(at);
    auto digits = std::to_string(fraction.count());
    digits.insert(0, 6 - digits.size(), '0');
    return text.substr(0, 19) + "." + digits + "Z";
}

} // namespace

Database::Database() : pool{conninfo(), 1} {
    script(virtual_time);
    must(pg::migrate(pool, migrations()));
}

void Database::move_to(base::Instant at) {
    clock.move_to(at);
    script("SET virtual.now = '" + with_microseconds(at) + "'");
}

/// Only those that hold anything: each costs files that are made anew.
void Database::clear() {
    const auto full = must(pool.transact([](pg::Transaction& transaction) -> Result<std::string> {
        const auto rows = must(transaction.exec(
            "SELECT coalesce(string_agg(quote_ident(relname), ', '), '') FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
            "AND relname <> 'schema_migrations' AND pg_relation_size(oid) > 0"));
        return rows[0].get<std::string>(0);
    }));
    if (!full.empty()) script("TRUNCATE " + full + " CASCADE");
}

std::int64_t Database::scalar(const std::string& sql) {
    return must(pool.transact([&](pg::Transaction& transaction) -> Result<std::int64_t> {
        return must(transaction.exec(sql))[0].get<std::int64_t>(0);
    }));
}

void Database::script(const std::string& sql) {
    must((*must(pool.borrow())).script(sql));
}

} // namespace hatif::program_scheduler::bench
