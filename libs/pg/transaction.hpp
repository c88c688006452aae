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

    /// For a statement whose parameters are only known at run time.
    base::Result<Rows> execute(std::string_view sql, const std::vector<Param>& params) {
        return connection_->execute(sql, params);
    }

    /// A statement without rows, whose answer nobody waits for: it travels with the next one, the
    /// commit at the latest. If it fails, so does that one, with its error.
    template <class... Values>
    base::Result<void> defer(std::string_view sql, const Values&... values) {
        return connection_->defer(sql, {param(values)...});
    }

    /// One that fails is rolled back.
    base::Result<void> commit() {
        auto done = connection_->commit();
        if (done) connection_ = nullptr;
        return done;
    }

private:
    explicit Transaction(Connection& connection) : connection_{&connection} {}
    Connection* connection_;
};

} // namespace hatif::pg
