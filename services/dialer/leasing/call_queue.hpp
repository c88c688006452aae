#pragma once

#include <grpcpp/completion_queue.h>

#include <functional>
#include <future>
#include <thread>

namespace hatif::dialer {

/// One thread that waits for what the calls to the scheduler that come fifty times a second have to
/// tell: the stream of leases and Start. With a thread for each, gRPC wakes the one that polls for
/// what the other waits for, and each finds its caches cold.
class CallQueue {
public:
    CallQueue();

    /// Waits for the calls that are under way.
    ~CallQueue();
    CallQueue(const CallQueue&) = delete;
    CallQueue& operator=(const CallQueue&) = delete;

    using Done = std::function<void(bool ok)>;

    /// The tag of one operation; `done` is called on the queue's thread when it is over.
    static void* tag(Done done);

    /// Begins an operation with its tag, and waits until it is over. Not on the queue's thread.
    template <class Begin>
    static bool wait_for(Begin begin);

    grpc::CompletionQueue* operator*() { return &queue_; }

private:
    void run();

    grpc::CompletionQueue queue_;
    std::thread thread_; // last: it lives on the queue
};

template <class Begin>
bool CallQueue::wait_for(Begin begin) {
    std::promise<bool> over;
    begin(tag([&](bool ok) { over.set_value(ok); }));
    return over.get_future().get();
}

} // namespace hatif::dialer
