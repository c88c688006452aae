#pragma once

#include "pg/pool.hpp"
#include "program_scheduler/leasing/briefing.hpp"

#include <hatif/program/v1/lease_service.pb.h>

#include <grpcpp/support/sync_stream.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace hatif::program_scheduler {

/// One worker's stream: credits come in, leases go out, until either side ends it.
class WorkStream {
public:
    using Stream = grpc::ServerReaderWriter<program::v1::WorkResponse, program::v1::WorkRequest>;

    WorkStream(Stream& stream,
               pg::Pool& pool,
               Briefing& briefing,
               std::chrono::seconds lease_time,
               const std::atomic<bool>& stopping)
        : stream_{stream}, pool_{pool}, briefing_{briefing},
          lease_time_{lease_time}, stopping_{stopping} {}

    /// Returns when the worker is gone or the service stops; then the call is cancelled, which ends
    /// the reader too.
    base::Result<void> serve(grpc::ServerContext& context);

private:
    void read_credits();
    base::Result<void> tell_settings();
    base::Result<void> introduce_trunks(const std::vector<program::v1::Lease>& leases);
    base::Result<bool> lease_some();
    void pause(std::chrono::milliseconds at_most);

    Stream& stream_;
    pg::Pool& pool_;
    Briefing& briefing_;
    const std::chrono::seconds lease_time_;
    const std::atomic<bool>& stopping_;

    std::string worker_;
    std::string told_;                   ///< the settings that were sent last
    std::set<std::string> known_trunks_; ///< that are in them
    std::chrono::steady_clock::time_point told_at_{};

    std::mutex mutex_;
    std::condition_variable news_;
    std::int64_t credits_ = 0;
    bool gone_ = false;
};

} // namespace hatif::program_scheduler
