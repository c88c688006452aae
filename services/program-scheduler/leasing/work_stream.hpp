#pragma once

#include "program_scheduler/leasing/claimer.hpp"

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
               const Desk& desk,
               Claimer& claimer,
               const std::atomic<bool>& stopping)
        : stream_{stream}, desk_{desk}, claimer_{claimer}, stopping_{stopping} {}

    /// Returns when the worker is gone or the service stops; then the call is cancelled, which ends
    /// the reader too.
    base::Result<void> serve(grpc::ServerContext& context);

private:
    void read_credits(Claimer::Seat& seat);
    void take(std::vector<program::v1::Lease> leases);
    base::Result<void> tell_settings();
    base::Result<void> introduce_trunks(const program::v1::WorkResponse& response);
    std::vector<program::v1::Lease> wait_for_leases();
    base::Result<void> tell(std::vector<program::v1::Lease> leases);
    base::Result<void> tell_what_comes();
    bool is_over();

    Stream& stream_;
    const Desk desk_;
    Claimer& claimer_;
    const std::atomic<bool>& stopping_;

    std::string worker_;
    std::string told_;                   ///< the settings that were sent last
    std::set<std::string> known_trunks_; ///< that are in them
    std::chrono::steady_clock::time_point told_at_{};

    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<program::v1::Lease> leased_; ///< that the worker is to be told of
    bool gone_ = false;
};

} // namespace hatif::program_scheduler
