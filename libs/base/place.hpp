#pragma once

#include <semaphore>

namespace hatif::base {

/// One of a few places, taken already; given back at the end, whatever ends it.
class Place {
public:
    explicit Place(std::counting_semaphore<>& of) : of_{of} {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { of_.release(); }

private:
    std::counting_semaphore<>& of_;
};

} // namespace hatif::base
