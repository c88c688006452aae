#pragma once

#include "pg/connection.hpp"

#include <utility>
#include <vector>

namespace hatif::pg {

/// A transaction that is open. What is not committed rolls back when it goes out of scope.
class Transaction {
public:
    static base::Result<Transaction> begin(Connection& connection) {
        if (auto begun = connection.script("BEGIN"); !begun) return base::fail(begun.error());
        return Transaction{connection};
    }

    Transaction(Transaction&& other) noexcept
        : connection_{std::exchange(other.connection_, nullptr)} {}
    Transaction& operator=(Transaction&&) = delete;

    ~Transaction() {
        if (connection_ != nullptr) (void)connection_->script("ROLLBACK");
    }

    template <class... Values>
    base::Result<Rows> exec(std::string_view sql, const Values&... values) {
        return connection_->exec(sql, values...);
    }

    /// For a statement whose parameters are only known at run time.
    base::Result<Rows> execute(std::string_view sql, const std::vector<Param>& params) {
        return connection_->execute(sql, params);
    }

    base::Result<void> commit() { return std::exchange(connection_, nullptr)->script("COMMIT"); }

private:
    explicit Transaction(Connection& connection) : connection_{&connection} {}
    Connection* connection_;
};

} // namespace hatif::pg
