#include "dialer/leasing/call_queue.hpp"

#include <memory>
#include <utility>

namespace hatif::dialer {

CallQueue::CallQueue() : thread_{[this] { run(); }} {}

CallQueue::~CallQueue() {
    queue_.Shutdown();
    thread_.join();
}

void* CallQueue::tag(Done done) {
    return new Done{std::move(done)}; // given back in run(), once
}

void CallQueue::run() {
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
        const std::unique_ptr<Done> done{static_cast<Done*>(tag)};
        (*done)(ok);
    }
}

} // namespace hatif::dialer
