#pragma once

#include "telephony/sip_thread.hpp"
#include "telephony/sofia_impl.hpp"
#include "telephony/timers.hpp"

#include "base/queue.hpp"

#include <atomic>
#include <future>
#include <thread>

namespace hatif::telephony {

/// One file descriptor in sofia's loop, and what to do when it is readable.
struct Wakeup {
    int fd = -1;
    Task task;
};

struct SipThread::Core {
    Core();
    ~Core();

    bool post(Task task);
    TimerId at(SteadyTime when, Task task);
    void stop();

    su_root_t* root = nullptr; ///< the thread's own: made, used and destroyed there
    Timers timers;
    std::thread::id thread_id;

private:
    void live(std::promise<void>& ready);
    void open_loop();
    void close_loop();
    void close_descriptors();
    void run_posted();
    void run_due();
    void arm();
    void trim_memory();

    base::BoundedQueue<Task> posted_;
    std::atomic<bool> signalled_{false};
    Wakeup on_post_;
    Wakeup on_time_;
    bool running_due_ = false;
    std::thread thread_; // last: the others live as long as it runs
};

} // namespace hatif::telephony
