#include "telephony/sip_thread.hpp"

#include "telephony/paced_wait.hpp"
#include "telephony/sip_thread_impl.hpp"
#include "telephony/tls_trouble.hpp"

#include <malloc.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <stdexcept>
#include <system_error>

namespace hatif::telephony {

namespace {

// Some seconds of the busiest worker; a queue this long means that the thread hangs.
constexpr std::size_t most_posted = 65'536;

// Finished transactions stay 32 s, 13 KB a call, and glibc keeps what they leave.
constexpr std::chrono::minutes between_trims{1};

int checked(int result, const char* what) {
    if (result < 0) throw std::system_error{errno, std::generic_category(), what};
    return result;
}

void consume(int fd) {
    std::uint64_t count = 0;
    // Non-blocking; that there is nothing to read any more is as good.
    [[maybe_unused]] const auto size = read(fd, &count, sizeof count);
}

int wake(su_root_magic_t*, su_wait_t*, Wakeup* wakeup) noexcept {
    consume(wakeup->fd);
    wakeup->task();
    return 0;
}

void join_loop(su_root_t* root, Wakeup& wakeup) {
    su_wait_t wait{};
    if (su_wait_create(&wait, wakeup.fd, SU_WAIT_IN) != 0 ||
        su_root_register(root, &wait, wake, &wakeup, 0) < 0) {
        throw std::runtime_error{"sofia-sip's loop took no descriptor"};
    }
}

} // namespace

SipThread::Core::Core() : posted_{most_posted} {
    std::promise<void> ready;
    auto started = ready.get_future();
    thread_ = std::thread{[this, &ready] { live(ready); }};
    try {
        started.get();
    } catch (...) {
        thread_.join();
        close_descriptors();
        throw;
    }
}

SipThread::Core::~Core() {
    stop();
    thread_.join();
    close_descriptors();
}

void SipThread::Core::live(std::promise<void>& ready) {
    thread_id = std::this_thread::get_id();
    try {
        open_loop();
    } catch (...) {
        close_loop();
        ready.set_exception(std::current_exception());
        return;
    }
    ready.set_value(); // from here on `ready` is gone
    su_root_run(root);
    close_loop();
}

void SipThread::Core::open_loop() {
    su_init();
    su_log_redirect(nullptr, hear_sofia, nullptr);
    root = su_root_create(nullptr);
    if (root == nullptr) throw std::runtime_error{"sofia-sip made no loop"};
    su_root_threading(root, 0);
    pace_waits();
    on_post_ = {checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"),
                [this] { run_posted(); }};
    on_time_ = {checked(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd"),
                [this] { run_due(); }};
    join_loop(root, on_post_);
    join_loop(root, on_time_);
    trim_memory();
}

void SipThread::Core::close_loop() {
    posted_.close();
    if (root != nullptr) su_root_destroy(root);
    root = nullptr;
    su_deinit();
}

/// Not by the thread itself: someone may still be posting.
void SipThread::Core::close_descriptors() {
    for (const int fd : {on_post_.fd, on_time_.fd}) {
        if (fd >= 0) close(fd);
    }
}

bool SipThread::Core::post(Task task) {
    if (!posted_.put(std::move(task))) return false;
    if (signalled_.exchange(true)) return true; // one wake-up a batch
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto size = write(on_post_.fd, &one, sizeof one);
    return true;
}

void SipThread::Core::stop() {
    // The queue may be full; then the thread is stopped when it is not.
    while (!post([this] { su_root_break(root); }) && !posted_.closed()) std::this_thread::yield();
}

void SipThread::Core::run_posted() {
    signalled_ = false; // before taking, so that what comes now wakes again
    for (const auto& task : posted_.take_all()) task();
}

TimerId SipThread::Core::at(SteadyTime when, Task task) {
    const auto before = timers.next();
    const auto id = timers.add(when, std::move(task));
    if (!running_due_ && (!before || when < *before)) arm();
    return id;
}

void SipThread::Core::run_due() {
    running_due_ = true;
    const auto now = std::chrono::steady_clock::now();
    while (auto task = timers.take_due(now)) (*task)();
    running_due_ = false;
    arm();
}

void SipThread::Core::arm() {
    using namespace std::chrono;
    const auto next = timers.next();
    if (!next) return;
    // Rounded up to the millisecond, so that timers close together wake once. Never zero: that
    // would disarm.
    const auto when = std::max(ceil<milliseconds>(next->time_since_epoch()), milliseconds{1});
    itimerspec spec{};
    spec.it_value.tv_sec = duration_cast<seconds>(when).count();
    spec.it_value.tv_nsec = nanoseconds{when % seconds{1}}.count();
    timerfd_settime(on_time_.fd, TFD_TIMER_ABSTIME, &spec, nullptr);
}

void SipThread::Core::trim_memory() {
    malloc_trim(0);
    at(std::chrono::steady_clock::now() + between_trims, [this] { trim_memory(); });
}

SipThread::SipThread() : core_{std::make_unique<Core>()} {}

SipThread::~SipThread() = default;

bool SipThread::post(Task task) {
    return core_->post(std::move(task));
}

void SipThread::run(Task task) {
    std::promise<void> done;
    const bool posted = core_->post([&] {
        try {
            task();
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    if (!posted) throw std::runtime_error{"the SIP thread takes no more tasks"};
    done.get_future().get();
}

TimerId SipThread::at(SteadyTime when, Task task) {
    return core_->at(when, std::move(task));
}

void SipThread::cancel(TimerId timer) {
    core_->timers.cancel(timer);
}

bool SipThread::is_here() const {
    return std::this_thread::get_id() == core_->thread_id;
}

} // namespace hatif::telephony
