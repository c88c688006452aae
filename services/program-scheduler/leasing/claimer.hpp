#pragma once

#include "program_scheduler/leasing/briefing.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace hatif::program_scheduler {

/// Claims for all workers of a replica at once, on a thread of its own: what they ask for within a
/// moment is one claim and one briefing. While nobody is due it looks less and less often, and
/// where rates hold all back, it claims for a longer while at once.
class Claimer {
public:
    /// Takes leases that are the worker's now; must not wait.
    using Take = std::function<void(std::vector<program::v1::Lease>)>;

    Claimer(const Desk& desk, Briefing& briefing);

    /// Where a worker sits while its stream lasts. One that comes anew takes the seat over.
    class Seat {
    public:
        Seat(Claimer& claimer, std::string worker, Take take);
        ~Seat();
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

        /// Room for so many more calls.
        void offer(std::int64_t room);

    private:
        Claimer& claimer_;
        const std::string worker_;
    };

private:
    struct Sitting {
        const Seat* seat = nullptr;
        Take take{};
        std::int64_t room = 0;
    };
    using Steady = std::chrono::steady_clock;

    void run(const std::stop_token& stop);
    bool wait_for_room(const std::stop_token& stop);
    base::Result<std::chrono::milliseconds> claim_once();
    std::chrono::milliseconds longer_idle() const;
    std::vector<Asking> asking();
    void give(const std::vector<Claimed>& claimed, std::vector<program::v1::Lease> leases);

    const Desk desk_;
    Briefing& briefing_;
    std::mutex mutex_;
    std::condition_variable_any news_;
    std::map<std::string, Sitting> sitting_; ///< by worker
    bool fresh_room_ = false;                ///< since it was last looked
    Steady::time_point next_{};              ///< the earliest next claim
    std::chrono::milliseconds idle_;
    std::jthread thread_; // last, so that it is destroyed first
};

/// Back to ready: leases that could not be told to their worker. If that fails, they run out.
void return_untold(const Desk& desk,
                   const std::string& worker,
                   const std::vector<program::v1::Lease>& leases);

} // namespace hatif::program_scheduler
