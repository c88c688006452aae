#pragma once

#include "base/strong.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace hatif::telephony {

using SteadyTime = std::chrono::steady_clock::time_point;
using TimerId = base::Strong<std::uint64_t, struct TimerIdTag>;
using Task = std::function<void()>;

/// The one thread on which SIP lives, with its event loop. Whatever belongs to a call runs here;
/// others post to it. A task that is too slow delays every call: nothing here may block.
class SipThread {
public:
    /// Starts the thread. Throws std::runtime_error when the system refuses.
    SipThread();

    /// Stops the loop and joins. Tasks not yet run are dropped; whoever posts must be gone before.
    ~SipThread();

    SipThread(const SipThread&) = delete;
    SipThread& operator=(const SipThread&) = delete;

    /// From any thread: runs the task on this one, in the order of posting. False: the queue is
    /// full or the thread is stopping, and the task will not run.
    [[nodiscard]] bool post(Task task);

    /// From any other thread: posts the task and waits until it has run. For wiring and for tests.
    void run(Task task);

    /// On this thread only: runs the task once, not before `when` (grain: 1 ms).
    TimerId at(SteadyTime when, Task task);

    /// On this thread only: a timer that has fired or is unknown is ignored.
    void cancel(TimerId timer);

    bool is_here() const;

    struct Core;
    Core& core() { return *core_; }

private:
    std::unique_ptr<Core> core_;
};

} // namespace hatif::telephony
