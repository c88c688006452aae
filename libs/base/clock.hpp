#pragma once

#include "base/instant.hpp"

namespace hatif::base {

/// What time it is. A port: the system's clock in a service, a hand-set one in a test.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
};

} // namespace hatif::base
