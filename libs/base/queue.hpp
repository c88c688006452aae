#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hatif::base {

/// A bounded queue between threads: many put, one or more take. What does not fit is refused, not
/// waited for: the caller decides what a full queue means.
template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : capacity_{capacity} {}

    bool put(T item) {
        {
            const std::lock_guard lock{mutex_};
            if (closed_ || items_.size() >= capacity_) return false;
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
        return true;
    }

    /// All that is there, without waiting.
    std::vector<T> take_all() {
        const std::lock_guard lock{mutex_};
        return drain();
    }

    /// Waits until something is there, `patience` has passed, or the queue was closed.
    template <class Rep, class Period>
    std::vector<T> wait_all(std::chrono::duration<Rep, Period> patience) {
        std::unique_lock lock{mutex_};
        filled_.wait_for(lock, patience, [&] { return closed_ || !items_.empty(); });
        return drain();
    }

    /// Waits for one; none: the queue was closed.
    std::optional<T> wait_one() {
        std::unique_lock lock{mutex_};
        filled_.wait(lock, [&] { return closed_ || !items_.empty(); });
        if (items_.empty()) return std::nullopt;
        std::optional<T> taken{std::move(items_.front())};
        items_.pop_front();
        return taken;
    }

    void close() {
        {
            const std::lock_guard lock{mutex_};
            closed_ = true;
        }
        filled_.notify_all();
    }

    bool closed() const {
        const std::lock_guard lock{mutex_};
        return closed_;
    }

    std::size_t size() const {
        const std::lock_guard lock{mutex_};
        return items_.size();
    }

private:
    std::vector<T> drain() {
        std::vector<T> taken{std::make_move_iterator(items_.begin()),
                             std::make_move_iterator(items_.end())};
        items_.clear();
        return taken;
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<T> items_;
    bool closed_ = false;
};

} // namespace hatif::base
