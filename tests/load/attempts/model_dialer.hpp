#pragma once

#include "kafka/producer.hpp"
#include "rpc/client.hpp"

#include <hatif/program/v1/lease_service.grpc.pb.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hatif::load {

/// A worker that calls nobody: asks for leases, starts them in batches, tells of their events, as a
/// dialer does whose callees all answer and hang up after `hold`.
class ModelDialer {
public:
    using Steady = std::chrono::steady_clock;

    struct Pace {
        double per_second = 0;     ///< room that is offered; 0: as soon as a call has ended
        std::int64_t most = 1'000; ///< calls alive at once
        std::chrono::milliseconds hold{500};
    };

    ModelDialer(const std::string& scheduler,
                const rpc::ServiceIdentity& identity,
                kafka::Producer& events,
                std::string name,
                Pace pace);
    ~ModelDialer();

    /// Of each lease from the offer of its room on, milliseconds.
    std::vector<double> waits();
    std::int64_t ended();

private:
    struct Call {
        program::v1::Lease lease;
        Steady::time_point ends{};
    };
    void read();
    void work(const std::stop_token& stop);
    void offer(std::int64_t room);
    std::vector<program::v1::Lease> due();
    void start(std::vector<program::v1::Lease> batch);
    void renew();
    void tell(const program::v1::Lease& lease, int what);
    void end_calls();

    std::unique_ptr<program::v1::LeaseService::Stub> stub_;
    const rpc::ServiceIdentity& identity_;
    kafka::Producer& events_;
    const std::string name_;
    const Pace pace_;
    grpc::ClientContext context_;
    std::unique_ptr<grpc::ClientReaderWriter<program::v1::WorkRequest, program::v1::WorkResponse>>
        stream_;

    std::mutex mutex_;
    std::deque<Steady::time_point> offered_; ///< one for each lease that may come
    std::vector<program::v1::Lease> leased_;
    std::vector<double> waits_;
    std::int64_t ended_ = 0;

    std::deque<Call> calls_; // of the working thread, in the order of their ends
    std::jthread reading_;
    std::jthread working_;
};

} // namespace hatif::load
