#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"

#include <chrono>
#include <cstdint>

namespace hatif::program_scheduler {

/// Deletes what is kept of jobs that ended long ago: the notes of their trail and, of single calls,
/// all of it. Reports are reporting's, and stay. The age is that of the job's making, which its id
/// tells, so that no index but the key is needed.
class Forgetting {
public:
    Forgetting(pg::Pool& pool, const base::Clock& clock, std::chrono::days keep)
        : pool_{pool}, clock_{clock}, keep_{keep} {}

    /// One batch of each. Answers whether there may be more.
    base::Result<bool> forget(std::int64_t most = 1'000);

private:
    pg::Pool& pool_;
    const base::Clock& clock_;
    const std::chrono::days keep_;
};

} // namespace hatif::program_scheduler
