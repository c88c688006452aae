#pragma once

#include "contact/people/contact_store.hpp"
#include "contact/testing/suite.hpp"
#include "pg/pool.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

namespace hatif::contact::testing {

/// A transaction of somebody else, who keeps what it locks until told to let go.
class Held {
public:
    void take_turn(const std::string& organization) {
        const base::OrganizationId id{base::Uuid::parse(organization).value()};
        if (!contact::take_turn(transaction_, id)) throw std::runtime_error{"no turn"};
    }
    void exec(const std::string& sql) {
        if (auto done = transaction_.exec(sql); !done) throw std::runtime_error{done.error().what};
    }
    /// Until so many wait for locks in the database; false when ten seconds are over first.
    bool sees_waiting(std::int64_t count) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (std::chrono::steady_clock::now() < until) {
            exec("SELECT pg_stat_clear_snapshot()"); // within a transaction it stays else
            const auto rows = transaction_.exec("SELECT count(*) FROM pg_stat_activity WHERE "
                                                "datname = current_database() AND "
                                                "wait_event_type = 'Lock'");
            if (rows && (*rows)[0].get<std::int64_t>(0) >= count) return true;
        }
        return false;
    }
    void let_go() {
        if (auto done = transaction_.commit(); !done) throw std::runtime_error{done.error().what};
    }

private:
    pg::Pool::Borrowed connection_ = Suite::shared().pool().borrow().value();
    pg::Transaction transaction_ = pg::Transaction::begin(*connection_).value();
};

} // namespace hatif::contact::testing
