#pragma once

#include "pg/connection.hpp"

#include <utility>
#include <vector>

namespace hatif::pg {

/// A transaction that is open. What is not committed rolls back when it goes out of scope. The
/// server hears of it with its first statement: beginning costs no round trip.
class Transaction {
public:
    static base::Result<Transaction> begin(Connection& connection) {
        if (auto begun = connection.defer("BEGIN"); !begun) return base::fail(begun.error());
        return Transaction{connection};
    }

    Transaction(Transaction&& other) noexcept
        : connection_{std::exchange(other.connection_, nullptr)} {}
    Transaction& operator=(Transaction&&) = delete;

    ~Transaction() {
        if (connection_ != nullptr) connection_->abandon();
    }

    template <class... Values>
    base::Result<Rows> exec(std::string_view sql, const Values&... values) {
        return connection_->exec(sql, values...);
    }

    base::Result<Rows> exec(const Query& query) {
        return connection_->execute(query.sql, query.params);
    }

    /// For a statement whose parameters are only known at run time.
    base::Result<Rows> execute(std::string_view sql, const std::vector<Param>& params) {
        return connection_->execute(sql, params);
    }

    /// Statements in one round trip, each with its answer: as Connection::execute_all.
    base::Result<std::vector<Rows>> exec_all(std::vector<Query> queries) {
        return connection_->execute_all(std::move(queries));
    }

    /// The last statements, and the commit, in one round trip: nothing may be asked after them, and
    /// what they answer comes too late to keep the transaction from its commit. One that fails
    /// rolls all of it back.
    base::Result<std::vector<Rows>> finish(std::vector<Query> queries) {
        queries.push_back(query("COMMIT"));
        auto answers = connection_->execute_all(std::move(queries));
        if (!answers) return answers;
        connection_ = nullptr;
        answers->pop_back();
        return answers;
    }

    /// A statement without rows, whose answer nobody waits for: it travels with the next one, the
    /// commit at the latest. If it fails, so does that one, with its error.
    template <class... Values>
    base::Result<void> defer(std::string_view sql, const Values&... values) {
        return connection_->defer(sql, {param(values)...});
    }

    /// One that fails is rolled back; of one that is finished nothing is left to do.
    base::Result<void> commit() {
        if (connection_ == nullptr) return {};
        auto done = connection_->commit();
        if (done) connection_ = nullptr;
        return done;
    }

private:
    explicit Transaction(Connection& connection) : connection_{&connection} {}
    Connection* connection_;
};

} // namespace hatif::pg
