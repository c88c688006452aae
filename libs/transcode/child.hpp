#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace hatif::transcode {

/// How a child process ended, and what it wrote.
struct Ending {
    std::string output;
    bool exited = false; ///< by itself, with this status
    int status = 0;
    int signal = 0;          ///< else: what killed it
    bool overdue = false;    ///< it was we who killed it: out of time
    bool overflowed = false; ///< it was we who killed it: it wrote more than it may
};

struct Patience {
    std::chrono::milliseconds time;
    std::size_t output;     ///< bytes
    std::size_t memory = 0; ///< bytes of address space; 0: the child limits itself
};

/// Runs a program with these arguments to its end: `input` is its standard input, what it writes is
/// collected, nothing else is open, its environment is empty. It never outlives the call.
base::Result<Ending> run(const std::string& program,
                         const std::vector<std::string>& arguments,
                         int input,
                         const Patience& patience);

} // namespace hatif::transcode
