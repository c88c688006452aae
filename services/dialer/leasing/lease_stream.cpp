#include "dialer/leasing/lease_stream.hpp"

#include "dialer/leasing/wire.hpp"
#include "observability/log.hpp"

namespace hatif::dialer {

using namespace std::chrono_literals;

LeaseStream::LeaseStream(Replicas& replicas, CallQueue& queue, std::string worker, Tell tell)
    : replicas_{replicas}, queue_{queue}, worker_{std::move(worker)}, tell_{std::move(tell)} {}

void LeaseStream::start() {
    keeper_ = std::thread{[this] { keep_open(); }};
    writer_ = std::thread{[this] { write_credits(); }};
}

LeaseStream::~LeaseStream() {
    stop();
    if (keeper_.joinable()) keeper_.join();
    if (writer_.joinable()) writer_.join();
}

void LeaseStream::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        if (context_ != nullptr) context_->TryCancel();
    }
    changed_.notify_all();
}

void LeaseStream::grant(std::uint64_t stream, std::uint32_t credits) {
    {
        const std::lock_guard lock{mutex_};
        if (stream != number_ || stream_ == nullptr) return;
        credits_ += credits;
    }
    changed_.notify_all();
}

bool LeaseStream::pause() {
    std::unique_lock lock{mutex_};
    return !changed_.wait_for(lock, 500ms, [&] { return stopped_; });
}

void LeaseStream::keep_open() {
    do {
        run_one_stream();
    } while (pause());
}

bool LeaseStream::open(Stream& stream, grpc::ClientContext& context) {
    program::v1::WorkRequest hello;
    hello.mutable_hello()->set_worker(worker_);
    const bool greeted = CallQueue::wait_for([&](void* tag) { stream.StartCall(tag); }) &&
                         CallQueue::wait_for([&](void* tag) { stream.Write(hello, tag); });
    if (!greeted) return false;
    const std::lock_guard lock{mutex_};
    if (stopped_) {
        context.TryCancel();
        return false;
    }
    stream_ = &stream;
    number_ += 1;
    credits_ = 0;
    return true;
}

void LeaseStream::close() {
    std::unique_lock lock{mutex_};
    stream_ = nullptr;
    changed_.wait(lock, [&] { return !writing_; }); // the stream is about to go
    context_ = nullptr;
}

void LeaseStream::run_one_stream() {
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context);
    {
        const std::lock_guard lock{mutex_};
        if (stopped_) return;
        context_ = &context;
    }
    const auto stream = replica.stub.PrepareAsyncWork(&context, *queue_);
    if (open(*stream, context)) {
        Reading reading{.stream = *stream, .replica = replica.place};
        read_on(reading);
        reading.over.get_future().wait();
    }
    close();
    grpc::Status status;
    CallQueue::wait_for([&](void* tag) { stream->Finish(&status, tag); });
    tell_(told::StreamLost{});
    note_end(status, replica.place);
}

void LeaseStream::read_on(Reading& reading) {
    reading.stream.Read(&reading.response, CallQueue::tag([this, &reading](bool ok) {
        if (!ok) return reading.over.set_value();
        hear(reading);
        read_on(reading);
    }));
}

void LeaseStream::hear(Reading& reading) {
    const auto& response = reading.response;
    if (response.has_settings()) {
        tell_(told::SettingsChanged{number_, reading.first, from_wire(response.settings())});
        if (reading.first) observability::log_info("leasing", {{"replica", reading.replica}});
        reading.first = false;
        was_up_ = true;
    } else if (response.has_leases()) {
        tell_(told::Leased{from_wire(response.leases())});
    }
}

void LeaseStream::note_end(const grpc::Status& status, std::size_t replica) {
    const std::lock_guard lock{mutex_};
    if (stopped_) return;
    if (was_up_) {
        observability::log_warning("no stream of leases",
                                   {{"why", status.error_message()}, {"replica", replica}});
    }
    was_up_ = false;
    replicas_.give_up(replica);
}

void LeaseStream::write_credits() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [&] { return stopped_ || (stream_ != nullptr && credits_ > 0); });
        if (stopped_) return;
        program::v1::WorkRequest request;
        request.mutable_credit()->set_attempts(std::exchange(credits_, 0));
        auto* stream = stream_;
        writing_ = true;
        lock.unlock();
        // A broken stream is noticed by who reads.
        CallQueue::wait_for([&](void* tag) { stream->Write(request, tag); });
        lock.lock();
        writing_ = false;
        changed_.notify_all();
    }
}

} // namespace hatif::dialer
