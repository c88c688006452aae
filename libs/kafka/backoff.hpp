#pragma once

#include <algorithm>
#include <chrono>

namespace hatif::kafka {

/// How long to wait before the next try: 100 ms, then twice as long each time, 5 s at most.
class Backoff {
public:
    std::chrono::milliseconds next() {
        const auto wait = wait_;
        wait_ = std::min(wait_ * 2, most);
        return wait;
    }
    void reset() { wait_ = least; }

private:
    static constexpr std::chrono::milliseconds least{100};
    static constexpr std::chrono::milliseconds most{5000};
    std::chrono::milliseconds wait_ = least;
};

} // namespace hatif::kafka
