#pragma once

#include "base/handle.hpp"
#include "base/result.hpp"
#include "pg/rows.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct pg_conn;
extern "C" void PQfinish(pg_conn*);

namespace hatif::pg {

/// A statement with what it is asked with.
struct Query {
    std::string sql;
    std::vector<Param> params{};
};

template <class... Values>
Query query(std::string sql, const Values&... values) {
    return {std::move(sql), {param(values)...}};
}

/// One session with PostgreSQL, used by one thread at a time. Each statement is prepared once.
///
/// Errors: `unavailable` when the server cannot be reached or went away; `already_exists` for a
/// unique violation; `conflict` with reason "RETRY" for a serialization failure or a deadlock;
/// `internal` otherwise, with PostgreSQL's own words (never the values of a row), and reason "DATA"
/// when it is the values that it refuses.
class Connection {
public:
    static base::Result<Connection> open(const std::string& conninfo);

    /// One statement with binary parameters.
    base::Result<Rows> execute(std::string_view sql, const std::vector<Param>& params);

    template <class... Values>
    base::Result<Rows> exec(std::string_view sql, const Values&... values) {
        return execute(sql, {param(values)...});
    }

    /// Statements in one round trip (libpq's pipeline mode), each with its answer. They run one
    /// after the other, each on what those before it left; after one that fails none runs, and the
    /// error is its.
    base::Result<std::vector<Rows>> execute_all(std::vector<Query> queries);

    /// A statement whose answer nobody waits for: it travels with the next one that is executed,
    /// and runs before it. If it fails, so does that one, with its error. For statements without
    /// rows.
    base::Result<void> defer(std::string_view sql, std::vector<Param> params = {});

    /// Drops what is deferred; rolls a transaction back that the server knows of.
    void abandon();

    /// Commits. A transaction that asked nothing of the server ends without it.
    base::Result<void> commit();

    /// Any number of statements without parameters, for migrations.
    base::Result<void> script(const std::string& sql);

    bool broken() const;

private:
    struct Statement {
        std::string name; ///< in the session
        std::vector<Param> params{};
    };

    explicit Connection(pg_conn* connection) : connection_{connection} {}
    base::Error error(const pg_result* result) const;
    base::Result<std::string> prepare(std::string_view sql, const std::vector<Param>& params);
    base::Result<Rows> run(const Statement& statement);
    base::Result<std::vector<Rows>> run_together(const std::vector<Statement>& statements);
    base::Result<std::vector<Rows>> run_after_deferred(std::vector<Statement> statements);

    base::Handle<pg_conn, PQfinish> connection_;
    std::unordered_map<std::string, std::string> prepared_; // SQL → its name in the session
    std::vector<Statement> deferred_;
};

} // namespace hatif::pg
