#pragma once

#include "base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hatif::http {
struct Response;
}

namespace hatif::observability {

/// One thing that a service needs to do its work. `passes` may block.
struct Check {
    std::string name;
    std::function<base::Result<void>()> passes;
};

using Checks = std::vector<Check>;

/// Whether a service can work, asked in the background: whoever asks for the answer waits for no
/// database, and makes no work for it.
class Readiness {
public:
    /// `every`: the rest between two rounds. `patience`: a round that takes longer means no.
    explicit Readiness(Checks checks,
                       std::chrono::milliseconds every = std::chrono::seconds{1},
                       std::chrono::milliseconds patience = std::chrono::seconds{5});
    /// Waits for the check that runs.
    ~Readiness();

    /// 200 when all checks passed in the last round, else 503; each check with "ok" or what is
    /// wrong.
    http::Response answer() const;

private:
    using Words = std::vector<std::string>; // empty: it passes

    void run();
    Words ask_all();
    bool rest();

    const Checks checks_;
    const std::chrono::milliseconds every_;
    const std::chrono::milliseconds patience_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    Words last_;
    std::chrono::steady_clock::time_point done_at_ = std::chrono::steady_clock::now();
    std::thread thread_; // last: it uses all of the above
};

} // namespace hatif::observability
