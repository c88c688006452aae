#pragma once

#include "base/clock.hpp"
#include "dialer/calls/media_path.hpp"
#include "dialer/calls/worker.hpp"
#include "dialer/config.hpp"
#include "dialer/events/call_events.hpp"
#include "dialer/leasing/scheduler_link.hpp"
#include "dialer/recordings/recordings.hpp"
#include "dialer/requests/requests.hpp"
#include "kafka/producer.hpp"
#include "media/engine.hpp"
#include "objects/object_store.hpp"
#include "observability/health.hpp"
#include "observability/metrics.hpp"
#include "telephony/calls.hpp"
#include "telephony/sip_thread.hpp"

#include <atomic>
#include <memory>
#include <string>

namespace hatif::dialer {

/// One worker process, put together: the SIP thread with the worker on it, the media thread, the
/// scheduler's and Kafka's own threads. They post to the SIP thread and share no state of a call.
class Dialer {
public:
    /// Throws when a port is taken or a setting cannot be.
    Dialer(const Config& config, observability::Metrics& metrics);
    ~Dialer();
    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

    /// No new calls; the running ones end by themselves, for as long as `patience` lasts, then they
    /// are hung up; what was not started is given back and every event sent. Blocks until then.
    /// False: events were lost, for the Kafka producer is dead. It ends the process by itself then,
    /// as SIGTERM does, so that a supervisor begins it anew.
    bool drain(std::chrono::seconds patience);

    /// Is the stream of leases up, and do events leave?
    observability::Checks checks() const;

private:
    void tell(Told told);
    void post(telephony::Task task);
    void give_up();

    const std::string name_;
    std::atomic<bool> ending_{false};
    telephony::SipThread sip_;
    kafka::Producer producer_;
    CallEvents events_;
    telephony::Calls calls_;
    std::unique_ptr<Worker> worker_; // belongs to the SIP thread, after the start
    MediaPath media_path_;
    base::SystemClock clock_;
    const std::unique_ptr<objects::ObjectStore> objects_;
    Recordings recordings_;
    Requests requests_;
    media::Engine media_; // after what its taps write to
    Replicas replicas_;
    SchedulerLink scheduler_;
};

} // namespace hatif::dialer
