#pragma once

#include "base/clock.hpp"
#include "pg/pool.hpp"

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

/// The scheduler's own code, its SQL included, in a time that stands still until it is moved.
namespace hatif::program_scheduler::bench {

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error{result.error().what};
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// What C++ asks the time of.
class VirtualClock final : public base::Clock {
public:
    base::Instant now() const override { return now_; }
    std::chrono::steady_clock::time_point steady() const {
        return std::chrono::steady_clock::time_point{now_.time_since_epoch()};
    }
    void move_to(base::Instant at) { now_ = at; }

private:
    base::Instant now_{};
};

/// A PostgreSQL whose now() and clock_timestamp() are ours: functions of these names stand in front
/// of the system's on the search_path while the migrations run and after, so that defaults, views
/// and statements bind to them unchanged. One connection: whoever works, works in a transaction of
/// their own, one after the other.
class Database {
public:
    Database();

    pg::Pool pool;
    VirtualClock clock;

    /// For C++ and SQL alike. Time may go back between two runs.
    void move_to(base::Instant at);

    /// All tables are empty.
    void clear();

    std::int64_t scalar(const std::string& sql);
    void script(const std::string& sql);
};

} // namespace hatif::program_scheduler::bench
