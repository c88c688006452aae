#pragma once

#include "base/clock.hpp"

namespace hatif::program_scheduler::testing {

/// Time that stands still until it is told to go on.
class TestClock final : public base::Clock {
public:
    base::Instant now() const override { return now_; }
    void advance(base::Duration by) { now_ = now_ + by; }

private:
    base::Instant now_ = base::SystemClock{}.now();
};

} // namespace hatif::program_scheduler::testing
