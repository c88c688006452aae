#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace hatif::http {

/// So much of something for all connections together. From any thread.
class Budget {
public:
    explicit Budget(std::uint64_t total) : left_{total} {}

    /// All of it or nothing.
    bool take(std::uint64_t amount) {
        auto left = left_.load();
        while (left >= amount) {
            if (left_.compare_exchange_weak(left, left - amount)) return true;
        }
        return false;
    }
    void give_back(std::uint64_t amount) { left_ += amount; }

private:
    std::atomic<std::uint64_t> left_;
};

/// What one connection has of a budget, and gives back at its end. The budget outlives it.
class Share {
public:
    explicit Share(Budget& budget) : budget_{&budget} {}
    Share(Share&& other) noexcept
        : budget_{other.budget_}, taken_{std::exchange(other.taken_, 0)} {}
    Share& operator=(Share&&) = delete;
    ~Share() { release(); }

    bool take(std::uint64_t amount) {
        const bool granted = budget_->take(amount);
        if (granted) taken_ += amount;
        return granted;
    }
    void release() { budget_->give_back(std::exchange(taken_, 0)); }
    std::uint64_t taken() const { return taken_; }

private:
    Budget* budget_;
    std::uint64_t taken_ = 0;
};

} // namespace hatif::http
