#include "dialer/recordings/recordings.hpp"

#include "base/clock.hpp"
#include "observability/log.hpp"

#include <algorithm>
#include <future>
#include <memory>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

/// Waits for it. False: whoever was to hear it is gone.
bool is_heard(std::future<void> promise) {
    try {
        promise.get();
        return true;
    } catch (const std::future_error&) {
        return false;
    }
}

} // namespace

Recordings::Recordings(recording::Recorder::Config config,
                       objects::ObjectStore& objects,
                       const base::Clock& clock,
                       CallEvents& events,
                       Post post,
                       Hear hear)
    : clock_{clock}, events_{events}, post_{std::move(post)}, hear_{std::move(hear)},
      recorder_{
          std::move(config), objects, clock,
          [this](const recording::Told& told, const Kept& kept) { return pass(told, kept); }} {}

/// On the recorder's thread. False: the SIP thread has not done it, and will not; the recording
/// stays in the spool and is told again, by whoever is there then.
bool Recordings::pass(const recording::Told& told, const Kept& kept) {
    const auto attempt = attempt_of(told);
    if (!attempt) {
        observability::log_error("a recording in the spool is not ours");
        kept();
        return true;
    }
    auto done = std::make_shared<std::promise<void>>();
    auto heard = done->get_future();
    const bool posted = post_([this, attempt = *attempt, told, kept, done = std::move(done)] {
        if (closed_) return;
        tell(attempt, told, kept);
        done->set_value();
    });
    return posted && is_heard(std::move(heard));
}

void Recordings::tell(const base::AttemptId& attempt,
                      const recording::Told& told,
                      const Kept& kept) {
    if (hear_(attempt, told, kept)) return;
    // No two at the same time: their numbers come of it.
    last_late_ = std::max(clock_.now(), last_late_ + 1ms);
    events_.publish(late_event(told, last_late_), kept);
}

} // namespace hatif::dialer
