#pragma once

#include "dialer/events/call_events.hpp"
#include "dialer/recordings/recording_wire.hpp"
#include "media/engine.hpp"
#include "recording/recorder.hpp"
#include "telephony/sip_thread.hpp"

#include <atomic>
#include <functional>

namespace hatif::dialer {

/// All that the worker records. What is stored is told on the SIP thread to the call it is of; when
/// that is over, or was another worker's, it is told here.
class Recordings {
public:
    using Post = std::function<bool(telephony::Task)>;
    using Kept = recording::Recorder::Kept;
    /// False: there is no such call. Else the last is called once Kafka has acknowledged it.
    using Hear = std::function<bool(const base::AttemptId&, const recording::Told&, const Kept&)>;

    Recordings(recording::Recorder::Config config,
               objects::ObjectStore& objects,
               const base::Clock& clock,
               CallEvents& events,
               Post post,
               Hear hear);

    base::Result<recording::Recorder::Begun> begin(recording::What what) {
        return recorder_.begin(std::move(what));
    }

    /// Looks for what dead workers left.
    void recover() { recorder_.recover(); }

    bool flush(std::chrono::steady_clock::time_point deadline) { return recorder_.flush(deadline); }

    /// No event leaves any more: what is not told yet stays in the spool, for the next worker.
    void close() { closed_ = true; }

private:
    bool pass(const recording::Told& told, const Kept& kept);
    void tell(const base::AttemptId& attempt, const recording::Told& told, const Kept& kept);

    const base::Clock& clock_;
    CallEvents& events_;
    const Post post_;
    const Hear hear_;
    base::Instant last_late_{};
    std::atomic<bool> closed_{false};
    recording::Recorder recorder_; // last: it tells from the start
};

} // namespace hatif::dialer
