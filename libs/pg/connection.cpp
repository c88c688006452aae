#include "pg/connection.hpp"

#include <libpq-fe.h>

#include <array>

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
    // every execution.
    if (auto set = connection.script("SET idle_in_transaction_session_timeout = '2s';"
                                     "SET lock_timeout = '10s';"
                                     "SET plan_cache_mode = force_generic_plan;"
                                     "SET client_min_messages = warning");
        !set) {
        return fail(set.error());
    }
    return connection;
}

bool Connection::broken() const {
    return PQstatus(connection_.get()) != CONNECTION_OK;
}

Error Connection::error(const pg_result* result) const {
    const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view code = state != nullptr ? state : "";
    std::string what = PQerrorMessage(connection_.get());
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

Result<Rows> Connection::execute(std::string_view sql, const std::vector<Param>& params) {
    const auto name = prepare(sql, params);
    if (!name) return fail(name.error());
    std::vector<const char*> values;
    std::vector<int> lengths;
    const std::vector<int> formats(params.size(), 1);
    for (const Param& it : params) {
        values.push_back(it.null ? nullptr : it.bytes.data());
        lengths.push_back(static_cast<int>(it.bytes.size()));
    }
    Rows answer{PQexecPrepared(connection_.get(), name->c_str(), static_cast<int>(params.size()),
                               values.data(), lengths.data(), formats.data(), 1)};
    const auto status = PQresultStatus(answer.raw());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return fail(error(answer.raw()));
    return answer;
}

Result<void> Connection::script(const std::string& sql) {
    const Rows answer{PQexec(connection_.get(), sql.c_str())};
    const auto status = PQresultStatus(answer.raw());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return fail(error(answer.raw()));
    return {};
}

} // namespace hatif::pg
