#pragma once

#include "dialer/leasing/replicas.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace hatif::dialer {

using Tell = std::function<void(Told)>;

/// The stream on which leases come: says Hello and how much room there is, tells what arrives, and
/// connects again, to the next replica, when it breaks. Two threads: one reads, one writes credits.
class LeaseStream {
public:
    LeaseStream(Replicas& replicas, std::string worker, Tell tell);

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
    using Stream = grpc::ClientReaderWriter<program::v1::WorkRequest, program::v1::WorkResponse>;

    void read_leases();
    void read_one_stream();
    void write_credits();
    bool open(Stream& stream, grpc::ClientContext& context);
    void close();
    void note_end(const grpc::Status& status, std::size_t replica);
    bool pause();

    Replicas& replicas_;
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
    bool was_up_ = true; // of the reader: one line a failure, however often it tries
    std::thread reader_; // last, so that they find everything built
    std::thread writer_;
};

} // namespace hatif::dialer
