#pragma once

#include "base/result.hpp"
#include "pg/connection.hpp"
#include "pg/transaction.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <vector>

namespace hatif::pg {

/// Connections shared by threads. One that broke is thrown away, the next user opens a new one; so
/// a restart of PostgreSQL costs the requests that were in it, and nothing else.
class Pool {
public:
    /// Opens none yet: a service may start before PostgreSQL does. `settings` are statements that
    /// each session begins with.
    Pool(std::string conninfo, std::size_t size, std::string settings = {});
    ~Pool();

    /// A connection until the handle is gone; waits up to 5 s for a free one.
    class Borrowed {
    public:
        Borrowed(Pool& pool, std::unique_ptr<Connection> connection)
            : pool_{&pool}, connection_{std::move(connection)} {}
        Borrowed(Borrowed&&) = default;
        Borrowed& operator=(Borrowed&&) = delete;
        ~Borrowed() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        Pool* pool_;
        std::unique_ptr<Connection> connection_;
    };
    base::Result<Borrowed> borrow();

    /// Runs `work(Transaction&) -> Result<T>` in a transaction, commits when it answers a value,
    /// and runs it anew (three times at most) when PostgreSQL asks for it: a deadlock, a
    /// serialization failure; after the third it is `unavailable`. `work` must have no effect
    /// outside of the transaction.
    template <class Work>
    auto transact(Work&& work) -> std::invoke_result_t<Work, Transaction&> {
        for (int tries = 1;; ++tries) {
            auto done = once(work);
            if (done || done.error().reason != "RETRY") return done;
            if (tries == 3) return base::fail(base::Errc::unavailable, done.error().what);
        }
    }

    /// One round trip: is the server there? The shape that a readiness check wants.
    base::Result<void> check();

private:
    template <class Work>
    auto once(Work& work) -> std::invoke_result_t<Work&, Transaction&> {
        auto connection = borrow();
        if (!connection) return base::fail(connection.error());
        auto transaction = Transaction::begin(**connection);
        if (!transaction) return base::fail(transaction.error());
        auto answer = work(*transaction);
        if (!answer) return answer;
        if (auto committed = transaction->commit(); !committed) {
            return base::fail(committed.error());
        }
        return answer;
    }

    void give_back(std::unique_ptr<Connection> connection);

    const std::string conninfo_;
    const std::size_t size_;
    const std::string settings_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::size_t open_ = 0;
    std::vector<std::unique_ptr<Connection>> idle_;
};

} // namespace hatif::pg
