#include "transcode_testing/child_cost.hpp"

#include <sys/resource.h>

namespace hatif::transcode_testing {

namespace {

rusage usage() {
    rusage it{};
    getrusage(RUSAGE_CHILDREN, &it);
    return it;
}

double length_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

double ChildCost::used() {
    const auto it = usage();
    return length_of(it.ru_utime) + length_of(it.ru_stime);
}

double ChildCost::mebibytes() {
    return static_cast<double>(usage().ru_maxrss) / 1024;
}

} // namespace hatif::transcode_testing
