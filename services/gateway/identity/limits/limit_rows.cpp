#include "gateway/identity/limits/limit_rows.hpp"

#include <map>

namespace hatif::gateway {

using base::fail;
using base::Result;

namespace {

// In one order everywhere, so that two replicas do not lock each other's rows crosswise. A
// statement that waited for a row has an older time than the one that it waited for: greatest().
std::string statement_on(const std::string& table) {
    const std::string in_bucket = "bucket_at(r.tokens, r.filled_at, EXCLUDED.per_second, "
                                  "EXCLUDED.burst, statement_timestamp())";
    const auto granted = "least(floor(" + in_bucket + "), EXCLUDED.chunk)";
    return "INSERT INTO " + table +
           " AS r (subject, kind, per_second, burst, chunk, tokens, filled_at, granted) "
           "SELECT subject, kind, per_second, burst, chunk, burst - least(floor(burst), chunk), "
           "statement_timestamp(), least(floor(burst), chunk) "
           "FROM unnest($1::uuid[], $2::integer[], $3::double precision[], $4::double precision[], "
           "$5::integer[]) AS a (subject, kind, per_second, burst, chunk) ORDER BY subject, kind "
           "ON CONFLICT (subject, kind) DO UPDATE SET per_second = EXCLUDED.per_second, "
           "burst = EXCLUDED.burst, chunk = EXCLUDED.chunk, "
           "tokens = " +
           in_bucket + " - " + granted + ", granted = " + granted +
           ", filled_at = greatest(r.filled_at, statement_timestamp()) "
           "RETURNING subject, kind, granted, tokens";
}

Result<std::vector<Reserved>>
reserve_in(pg::Connection& connection, const std::string& statement, const std::vector<Ask>& asks) {
    std::vector<base::Uuid> who;
    std::vector<std::int32_t> kinds;
    std::vector<double> rates;
    std::vector<double> bursts;
    std::vector<std::int32_t> chunks;
    for (const auto& ask : asks) {
        who.push_back(ask.subject.who);
        kinds.push_back(static_cast<std::int32_t>(ask.subject.kind));
        rates.push_back(ask.per_second);
        bursts.push_back(ask.burst);
        chunks.push_back(static_cast<std::int32_t>(ask.chunk));
    }
    const auto rows = connection.exec(statement, who, kinds, rates, bursts, chunks);
    if (!rows) return fail(rows.error());
    std::map<Subject, Reserved> taken;
    for (const auto row : *rows) {
        taken[{row.get<base::Uuid>(0), static_cast<LimitKind>(row.get<std::int32_t>(1))}] = {
            static_cast<std::uint32_t>(row.get<std::int32_t>(2)), row.get<double>(3)};
    }
    std::vector<Reserved> answers;
    for (const auto& ask : asks) answers.push_back(taken[ask.subject]);
    return answers;
}

} // namespace

Result<std::vector<Reserved>> reserve_all(pg::Pool& pool, const std::vector<Ask>& asks) {
    static const auto statement = statement_on("rate_limits");
    auto connection = pool.borrow();
    if (!connection) return fail(connection.error());
    return reserve_in(**connection, statement, asks);
}

Result<std::vector<Reserved>> reserve_tries(pg::Pool& pool, const std::vector<Ask>& asks) {
    static const auto statement = statement_on("login_tries");
    auto connection = pool.borrow();
    if (!connection) return fail(connection.error());
    const auto purged = (*connection)
                            ->exec("DELETE FROM login_tries WHERE ctid = ANY(ARRAY(SELECT ctid "
                                   "FROM login_tries WHERE filled_at < now() - interval '1 hour' "
                                   "LIMIT 10 FOR UPDATE SKIP LOCKED))");
    if (!purged) return fail(purged.error());
    return reserve_in(**connection, statement, asks);
}

Result<void> forget_tries(pg::Pool& pool, const std::vector<Subject>& subjects) {
    auto connection = pool.borrow();
    if (!connection) return fail(connection.error());
    std::vector<base::Uuid> who;
    for (const auto& subject : subjects) who.push_back(subject.who);
    const auto done = (*connection)->exec("DELETE FROM login_tries WHERE subject = ANY($1)", who);
    if (!done) return fail(done.error());
    return {};
}

} // namespace hatif::gateway
