#include "pg/migrate.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace hatif::pg {

using base::Result;

namespace {

/// Held for the length of each transaction; any number that nobody else uses.
constexpr const char* take_turns =
    "SELECT pg_advisory_xact_lock(4869646174696600 + hashtext(current_schema()))";

/// The tables that every service's schema has.
const Migrations& common() {
    static const Migrations all{
        {"pg_0001_common", R"sql(
            -- Announcements to Kafka, written with the change that they announce. Read in the order
            -- of (xid, id) below the oldest running transaction: the order of ids alone is not the
            -- order of commits.
            CREATE TABLE outbox (
                xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
                id          bigint GENERATED ALWAYS AS IDENTITY,
                topic       text NOT NULL,
                key         text NOT NULL,
                type        text NOT NULL,
                schema      text NOT NULL,
                payload     bytea NOT NULL,
                occurred_at timestamptz NOT NULL,
                PRIMARY KEY (xid, id)
            ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

            -- Where each partition is read on from, moved in the transaction of the rows.
            CREATE TABLE consumer_offsets (
                topic       text NOT NULL,
                partition   int NOT NULL,
                next_offset bigint NOT NULL,
                PRIMARY KEY (topic, partition)
            ) WITH (fillfactor = 50);

            -- What was answered to a repeated request, for a day.
            CREATE TABLE idempotency_keys (
                organization_id uuid NOT NULL,
                key             text NOT NULL,
                method          text NOT NULL,
                request_hash    bytea NOT NULL,
                response        bytea NOT NULL,
                created_at      timestamptz NOT NULL,
                PRIMARY KEY (organization_id, key)
            );
            CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
        )sql"},
        {"pg_0002_outbox", R"sql(
            -- A row holds many announcements of one topic, in their order. A service of before
            -- cannot write or read it: its transactions fail until it is replaced. Arrays larger
            -- than a page are stored as they are: to compress what leaves at once is work for
            -- nothing.
            ALTER TABLE outbox
                ALTER COLUMN key TYPE text[] USING ARRAY[key],
                ALTER COLUMN type TYPE text[] USING ARRAY[type],
                ALTER COLUMN payload TYPE bytea[] USING ARRAY[payload],
                ALTER COLUMN occurred_at TYPE timestamptz[] USING ARRAY[occurred_at];
            ALTER TABLE outbox RENAME COLUMN key TO keys;
            ALTER TABLE outbox RENAME COLUMN type TO types;
            ALTER TABLE outbox RENAME COLUMN payload TO payloads;
            ALTER TABLE outbox
                ALTER COLUMN keys SET STORAGE EXTERNAL,
                ALTER COLUMN types SET STORAGE EXTERNAL,
                ALTER COLUMN payloads SET STORAGE EXTERNAL,
                ALTER COLUMN occurred_at SET STORAGE EXTERNAL;
            -- The announcements of a row are numbered from its id on (outbox.hpp, most_in_a_row).
            ALTER TABLE outbox ALTER COLUMN id SET INCREMENT BY 100;
            ALTER TABLE outbox SET (autovacuum_vacuum_threshold = 1000);
            -- What waits, one by one: for those who look.
            CREATE VIEW announcements AS
                SELECT xid, id, place, topic, key, type, schema, payload, it.occurred_at
                FROM outbox CROSS JOIN LATERAL unnest(keys, types, payloads, outbox.occurred_at)
                    WITH ORDINALITY AS it(key, type, payload, occurred_at, place);
        )sql"},
    };
    return all;
}

Result<void> apply(Connection& connection, const Migration& migration) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) return base::fail(transaction.error());
    if (auto turn = transaction->exec(take_turns); !turn) return base::fail(turn.error());
    const auto done =
        transaction->exec("SELECT FROM schema_migrations WHERE name = $1", migration.name);
    if (!done) return base::fail(done.error());
    if (!done->empty()) return {};
    if (auto run = connection.script(migration.sql); !run) {
        auto error = run.error();
        error.what = "migration " + migration.name + ": " + error.what;
        return base::fail(error);
    }
    if (auto noted =
            transaction->exec("INSERT INTO schema_migrations (name) VALUES ($1)", migration.name);
        !noted) {
        return base::fail(noted.error());
    }
    return transaction->commit();
}

Result<void> make_ledger(Connection& connection) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) return base::fail(transaction.error());
    if (auto turn = transaction->exec(take_turns); !turn) return base::fail(turn.error());
    if (auto made = connection.script("CREATE TABLE IF NOT EXISTS schema_migrations ("
                                      "name text PRIMARY KEY, "
                                      "applied_at timestamptz NOT NULL DEFAULT now())");
        !made) {
        return made;
    }
    return transaction->commit();
}

} // namespace

Result<void> migrate(Pool& pool, const Migrations& migrations) {
    auto connection = pool.borrow();
    if (!connection) return base::fail(connection.error());
    if (auto made = make_ledger(**connection); !made) return made;
    for (const auto* group : {&common(), &migrations}) {
        for (const Migration& migration : *group) {
            if (auto applied = apply(**connection, migration); !applied) return applied;
        }
    }
    return {};
}

void migrate_at_start(Pool& pool,
                      const Migrations& migrations,
                      const std::function<void(const std::string&)>& complain) {
    for (;;) {
        const auto done = migrate(pool, migrations);
        if (done) return;
        if (done.error().code != base::Errc::unavailable) {
            throw std::runtime_error{done.error().what};
        }
        complain(done.error().what);
        std::this_thread::sleep_for(std::chrono::seconds{1});
    }
}

} // namespace hatif::pg
