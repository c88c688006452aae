#pragma once

#include <ctime>

namespace hatif::evaluation {

/// CPU time of this process since it was made.
class CpuClock {
public:
    double spent() const { return now() - began_; }

private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }

    double began_ = now();
};

} // namespace hatif::evaluation
