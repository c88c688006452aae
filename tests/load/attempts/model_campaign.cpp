#include "model_campaign.hpp"

#include "base/clock.hpp"
#include "base/uuid.hpp"

#include <stdexcept>

namespace hatif::load {

using base::Result;
using base::Uuid;

namespace {

constexpr int dids = 20;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().what};
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

void write_one(pg::Transaction& t, const ModelCampaign& what, int n, const Uuid& flow) {
    const auto now = base::SystemClock{}.now();
    const Uuid organization = Uuid::v7(now), program = Uuid::v7(now), execution = Uuid::v7(now);
    std::vector<Uuid> pool;
    for (int i = 0; i < dids; ++i) {
        pool.push_back(Uuid::v7(now));
        must(t.exec("INSERT INTO dids (id, organization_id, number, status, created_at, "
                    "updated_at) VALUES ($1, $2, $3, 'active', now(), now())",
                    pool.back(), organization,
                    "+2125" + std::to_string(20'000'000 + n * dids + i)));
        must(t.exec("INSERT INTO capacity (kind, id, max_concurrent) VALUES (2, $1, 1000000)",
                    pool.back()));
    }
    must(t.exec("INSERT INTO capacity (kind, id, max_concurrent, per_second) VALUES "
                "(0, $1, 1000000, NULL), (1, $2, 1000000, $3)",
                organization, program, what.limit > 0 ? std::optional{what.limit} : std::nullopt));
    must(t.exec("INSERT INTO programs (id, organization_id, name, flow_id, audience_id, did_pool, "
                "timezone, retry_type, status, created_at, updated_at) "
                "VALUES ($1, $2, 'p', $4, $1, $3, 'UTC', 0, 2, now(), now())",
                program, organization, pool, flow));
    must(t.exec("INSERT INTO executions (id, organization_id, program_id, audience_id, "
                "audience_version, flow_id, flow_version, did_pool, retry_type, total, status, "
                "started_at, created_at, updated_at) VALUES ($1, $2, $3, $3, 1, $6, 1, $4, 0, $5, "
                "2, now(), now(), now())",
                execution, organization, program, pool, what.contacts, flow));
    must(t.exec("INSERT INTO execution_plans (execution_id, done, planned) VALUES ($1, $2, "
                "CASE WHEN $2 THEN $3 ELSE 0 END)",
                execution, what.planned, what.contacts));
    must(t.exec("INSERT INTO execution_counts (execution_id) VALUES ($1)", execution));
    must(t.exec("INSERT INTO execution_turns (execution_id, used) VALUES ($1, $2)", execution,
                std::vector<std::int64_t>(dids, 0)));
    if (!what.planned) return;
    must(t.exec("WITH made AS (INSERT INTO jobs (id, execution_id, organization_id, contact_id, "
                "attempt_id) SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), "
                "gen_random_uuid() FROM generate_series(1, $3) RETURNING id, contact_id, "
                "attempt_id) INSERT INTO job_queue (execution_id, due_at, job_id, contact_id, "
                "attempt_id) SELECT $1, now() + interval '1 day', id, contact_id, attempt_id "
                "FROM made",
                execution, organization, static_cast<std::int32_t>(what.contacts)));
}

} // namespace

void ModelCampaign::write(pg::Pool& pool) const {
    must(pool.transact([&](pg::Transaction& t) -> Result<void> {
        const auto now = base::SystemClock{}.now();
        const Uuid trunk = Uuid::v7(now), flow = Uuid::v7(now);
        must(t.exec("INSERT INTO trunks (id, name, host, port, transport, created_at, updated_at) "
                    "VALUES ($1, 'carrier', '127.0.0.1', 5060, 'udp', now(), now())",
                    trunk));
        must(t.exec("INSERT INTO capacity (kind, id, max_concurrent) VALUES (3, $1, 1000000)",
                    trunk));
        for (int n = 0; n < executions; ++n) write_one(t, *this, n, flow);
        return {};
    }));
}

std::vector<Size> sizes(pg::Pool& pool) {
    return must(pool.transact([](pg::Transaction& t) -> Result<std::vector<Size>> {
        const auto rows = must(t.exec(
            "SELECT n, pg_table_size(n::regclass), pg_indexes_size(n::regclass) FROM unnest("
            "'{job_queue,jobs,leases,live_numbers,attempts,outbox,capacity}'::text[]) n"));
        std::vector<Size> all;
        for (const auto row : rows) {
            all.push_back(
                {row.get<std::string>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2)});
        }
        return all;
    }));
}

void rewrite(pg::Pool& pool) {
    must((*must(pool.borrow())).script("VACUUM FULL job_queue"));
    for (const auto* table : {"jobs", "leases", "live_numbers", "attempts", "outbox", "capacity"}) {
        must((*must(pool.borrow())).script(std::string{"VACUUM FULL "} + table));
    }
}

std::int64_t ended(pg::Pool& pool) {
    return must(pool.transact([&](pg::Transaction& t) -> Result<std::int64_t> {
        return must(t.exec("SELECT coalesce(sum(completed + failed), 0)::bigint FROM "
                           "execution_counts"))[0]
            .get<std::int64_t>(0);
    }));
}

} // namespace hatif::load
