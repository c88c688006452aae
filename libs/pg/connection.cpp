#include "pg/connection.hpp"

#include <libpq-fe.h>

#include <array>
#include <iterator>
#include <utility>

namespace hatif::pg {

using base::Errc;
using base::Error;
using base::fail;
using base::Result;

namespace {

/// A server that froze, or whose host is gone, is noticed within seconds. What the conninfo says
/// comes last, and so wins.
PGconn* connect(const std::string& conninfo) {
    const std::array<const char*, 5> names{"tcp_user_timeout", "keepalives_idle", "connect_timeout",
                                           "dbname", nullptr};
    const std::array<const char*, 5> values{"5000", "5", "5", conninfo.c_str(), nullptr};
    const int dbname_is_conninfo = 1;
    return PQconnectdbParams(names.data(), values.data(), dbname_is_conninfo);
}

} // namespace

Result<Connection> Connection::open(const std::string& conninfo) {
    Connection connection{connect(conninfo)};
    // Details hold the values of rows, phones too, and what is said here is logged.
    PQsetErrorVerbosity(connection.connection_.get(), PQERRORS_TERSE);
    if (connection.broken()) {
        return fail(Errc::unavailable, std::string{"PostgreSQL cannot be reached: "} +
                                           PQerrorMessage(connection.connection_.get()));
    }
    // A frozen replica must not hold row locks for long, nor a line before a lock fill a pool.
    // Plans are made once: with arrays and limits as parameters the planner would else plan anew at
    // every execution. Nothing of ours is worth compiling, least of all what the planner believes
    // to be dear because its session forbids whole tables.
    if (auto set = connection.script("SET idle_in_transaction_session_timeout = '2s';"
                                     "SET lock_timeout = '10s';"
                                     "SET plan_cache_mode = force_generic_plan;"
                                     "SET jit = off;"
                                     "SET client_min_messages = warning");
        !set) {
        return fail(set.error());
    }
    return connection;
}

/// One that cannot leave a pipeline is as good as gone.
bool Connection::broken() const {
    return PQstatus(connection_.get()) != CONNECTION_OK ||
           PQpipelineStatus(connection_.get()) != PQ_PIPELINE_OFF;
}

Error Connection::error(const pg_result* result) const {
    const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view code = state != nullptr ? state : "";
    std::string what = result != nullptr ? PQresultErrorMessage(result) : "";
    if (what.empty()) what = PQerrorMessage(connection_.get());
    while (!what.empty() && what.back() == '\n') what.pop_back();
    if (code == "23505") return {Errc::already_exists, what};
    if (code == "40001" || code == "40P01") return {Errc::conflict, what, "RETRY"};
    // 57P0x: shutdown or crash of the server, 08: connection, 25P03: idle in transaction, 55P03: a
    // lock not free in time, 53300: full.
    if (broken() || code.starts_with("57P0") || code.starts_with("08") || code == "25P03" ||
        code == "55P03" || code == "53300") {
        return {Errc::unavailable, "PostgreSQL: " + what};
    }
    // 22: data exception, 23: integrity violation, 54: a limit passed, as a key too long for its
    // index: the same values will never be taken.
    if (code.starts_with("22") || code.starts_with("23") || code.starts_with("54")) {
        return {Errc::internal, "PostgreSQL: " + what, "DATA"};
    }
    return {Errc::internal, "PostgreSQL: " + what};
}

Result<std::string> Connection::prepare(std::string_view sql, const std::vector<Param>& params) {
    const std::string text{sql};
    if (const auto known = prepared_.find(text); known != prepared_.end()) return known->second;
    std::string name = "s" + std::to_string(prepared_.size());
    std::vector<Oid> types;
    types.reserve(params.size());
    for (const Param& it : params) types.push_back(it.oid);
    const Rows answer{PQprepare(connection_.get(), name.c_str(), text.c_str(),
                                static_cast<int>(types.size()), types.data())};
    if (auto* raw = answer.raw(); PQresultStatus(raw) != PGRES_COMMAND_OK) return fail(error(raw));
    prepared_.emplace(text, name);
    return name;
}

namespace {

/// As libpq takes them, for as long as the parameters live.
struct Values {
    std::vector<const char*> values{};
    std::vector<int> lengths{};
    std::vector<int> formats{};

    explicit Values(const std::vector<Param>& params) : formats(params.size(), 1) {
        for (const Param& it : params) {
            values.push_back(it.null ? nullptr : it.bytes.data());
            lengths.push_back(static_cast<int>(it.bytes.size()));
        }
    }
    int count() const { return static_cast<int>(values.size()); }
};

bool is_fine(const Rows& answer) {
    const auto status = PQresultStatus(answer.raw());
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

} // namespace

Result<Rows> Connection::run(const Statement& statement) {
    const Values it{statement.params};
    Rows answer{PQexecPrepared(connection_.get(), statement.name.c_str(), it.count(),
                               it.values.data(), it.lengths.data(), it.formats.data(), 1)};
    if (!is_fine(answer)) return fail(error(answer.raw()));
    return answer;
}

Result<std::vector<Rows>> Connection::run_together(const std::vector<Statement>& statements) {
    auto* raw = connection_.get();
    PQenterPipelineMode(raw);
    bool sent = true;
    for (const Statement& statement : statements) {
        const Values it{statement.params};
        sent =
            sent && PQsendQueryPrepared(raw, statement.name.c_str(), it.count(), it.values.data(),
                                        it.lengths.data(), it.formats.data(), 1) == 1;
    }
    if (!sent || PQpipelineSync(raw) == 0) {
        return fail(Errc::unavailable, std::string{"PostgreSQL: "} + PQerrorMessage(raw));
    }
    Result<std::vector<Rows>> answers;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        Rows answer{PQgetResult(raw)};
        while (Rows{PQgetResult(raw)}.raw() != nullptr) continue;
        if (!answers) continue;
        if (is_fine(answer)) {
            answers->push_back(std::move(answer));
        } else {
            answers = fail(error(answer.raw()));
        }
    }
    const Rows end{PQgetResult(raw)}; // of the pipeline
    PQexitPipelineMode(raw);
    return answers;
}

/// Answers of `statements` only.
Result<std::vector<Rows>> Connection::run_after_deferred(std::vector<Statement> statements) {
    auto together = std::exchange(deferred_, {});
    const auto before = static_cast<std::ptrdiff_t>(together.size());
    std::move(statements.begin(), statements.end(), std::back_inserter(together));
    auto answers = run_together(together);
    if (answers) answers->erase(answers->begin(), answers->begin() + before);
    return answers;
}

Result<Rows> Connection::execute(std::string_view sql, const std::vector<Param>& params) {
    auto name = prepare(sql, params);
    if (!name) return fail(name.error());
    Statement statement{*std::move(name), params};
    if (deferred_.empty()) return run(statement);
    std::vector<Statement> last;
    last.push_back(std::move(statement));
    auto answers = run_after_deferred(std::move(last));
    if (!answers) return fail(answers.error());
    return std::move(answers->front());
}

Result<std::vector<Rows>> Connection::execute_all(std::vector<Query> queries) {
    std::vector<Statement> statements;
    for (Query& it : queries) {
        auto name = prepare(it.sql, it.params);
        if (!name) return fail(name.error());
        statements.push_back({*std::move(name), std::move(it.params)});
    }
    return run_after_deferred(std::move(statements));
}

Result<void> Connection::defer(std::string_view sql, std::vector<Param> params) {
    auto name = prepare(sql, params);
    if (!name) return fail(name.error());
    deferred_.push_back({*std::move(name), std::move(params)});
    return {};
}

void Connection::abandon() {
    deferred_.clear();
    if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) (void)script("ROLLBACK");
}

Result<void> Connection::commit() {
    const bool begun = PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
    if (!begun && deferred_.size() == 1) return deferred_.clear(), Result<void>{};
    const auto done = execute("COMMIT", {});
    if (!done) return fail(done.error());
    return {};
}

Result<void> Connection::script(const std::string& sql) {
    if (!deferred_.empty()) {
        const auto done = run_together(std::exchange(deferred_, {}));
        if (!done) return fail(done.error());
    }
    const Rows answer{PQexec(connection_.get(), sql.c_str())};
    const auto status = PQresultStatus(answer.raw());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return fail(error(answer.raw()));
    return {};
}

} // namespace hatif::pg
