#pragma once

#include "dialer/leasing/call_queue.hpp"
#include "dialer/leasing/replicas.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>

namespace hatif::dialer {

using Tell = std::function<void(Told)>;

/// The stream on which leases come: says Hello and how much room there is, tells what arrives, and
/// connects again, to the next replica, when it breaks. Two threads: one sees to the stream, one
/// writes credits; what comes is read on the queue's.
class LeaseStream {
public:
    LeaseStream(Replicas& replicas, CallQueue& queue, std::string worker, Tell tell);

    /// Connects. To be called once.
    void start();
    ~LeaseStream();
    LeaseStream(const LeaseStream&) = delete;
    LeaseStream& operator=(const LeaseStream&) = delete;

    /// Credits for a stream that has broken meanwhile are forgotten.
    void grant(std::uint64_t stream, std::uint32_t credits);

    /// Ends the stream, for good.
    void stop();

private:
    using Stream =
        grpc::ClientAsyncReaderWriter<program::v1::WorkRequest, program::v1::WorkResponse>;

    /// What a stream that is read stands on.
    struct Reading {
        Stream& stream;
        std::size_t replica;
        program::v1::WorkResponse response{};
        bool first = true; ///< no settings have come yet
        std::promise<void> over{};
    };

    void keep_open();
    void run_one_stream();
    void write_credits();
    bool open(Stream& stream, grpc::ClientContext& context);
    void read_on(Reading& reading);
    void hear(Reading& reading);
    void close();
    void note_end(const grpc::Status& status, std::size_t replica);
    bool pause();

    Replicas& replicas_;
    CallQueue& queue_;
    const std::string worker_;
    const Tell tell_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Stream* stream_ = nullptr; // while one is up
    grpc::ClientContext* context_ = nullptr;
    std::uint64_t number_ = 0; // of the stream
    std::uint32_t credits_ = 0;
    bool writing_ = false;
    bool stopped_ = false;
    std::atomic<bool> was_up_{true}; // one line a failure, however often it tries
    std::thread keeper_;             // last, so that they find everything built
    std::thread writer_;
};

} // namespace hatif::dialer
