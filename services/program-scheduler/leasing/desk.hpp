#pragma once

#include "base/clock.hpp"
#include "pg/pool.hpp"

#include <chrono>

namespace hatif::program_scheduler {

/// What the service's sessions begin with. A plan is made once, maybe while a table is empty, and
/// must be right when it holds ten million rows: whatever has an index is read by it.
constexpr const char* session_settings = "SET enable_seqscan = off";

/// What leasing works with. Nothing of it asks another clock.
struct Desk {
    pg::Pool& pool;
    const base::Clock& clock;
    std::chrono::seconds lease_time{15}; ///< how long a worker may be silent

    base::Instant now() const { return clock.now(); }
};

} // namespace hatif::program_scheduler
