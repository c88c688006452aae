#pragma once

#include "base/queue.hpp"
#include "dialer/content/library.hpp"
#include "dialer/leasing/call_queue.hpp"
#include "dialer/leasing/lease_stream.hpp"
#include "dialer/leasing/replicas.hpp"
#include "dialer/leasing/scheduler.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hatif::dialer {

/// The scheduler by gRPC: one queue for leases and Start, a thread for each other kind of call, so
/// that none waits for another; several for calls that come, whose callers wait, and for texts to
/// be spoken.
class SchedulerLink final : public Scheduler {
public:
    SchedulerLink(Replicas& replicas, std::string worker, Tell tell);
    ~SchedulerLink() override;

    /// Who is told is ready. To be called once.
    void start();

    void grant(std::uint64_t stream, std::uint32_t credits) override;
    void ask_start(std::vector<AttemptRef> attempts) override;
    void ask_elsewhere(const AttemptRef& ref, const std::string& trunk) override;
    void admit(const Visit& visit) override;
    void report(std::vector<TrunkReport> trunks) override;
    void renew(std::vector<AttemptRef> attempts, std::chrono::milliseconds patience) override;
    void give_back(std::vector<GivenBack> attempts) override;
    void fetch(const FlowKey& flow) override;
    void speak(Speech speech) override;
    void stop_leasing() override;

    /// Everything given back was taken, or the patience is over.
    void flush(std::chrono::milliseconds patience);

private:
    struct Renewal {
        std::vector<AttemptRef> attempts;
        std::chrono::milliseconds patience;
    };

    struct Elsewhere {
        AttemptRef ref;
        std::string trunk;
    };

    /// Yes or no for each attempt; nothing when the scheduler did not say.
    struct Answered {
        std::optional<std::vector<bool>> yes;
        SteadyTime asked;
    };

    // scheduler_link.cpp
    Answered ask(program::v1::StartRequest request);
    void ask_next();
    void ask_all_elsewhere();
    void renew_all();
    void give_all_back();
    void fetch_all();
    bool send_back(const std::vector<GivenBack>& attempts);

    // scheduler_link_calls.cpp
    void admit_all();
    void report_all();
    void speak_all(base::BoundedQueue<Speech>& queue);
    base::Result<std::variant<Lease, int>> admission_of(const Visit& visit);
    base::Result<program::v1::AdmitInboundResponse> ask(const program::v1::AdmitInboundRequest& it,
                                                        std::chrono::milliseconds patience);

    Replicas& replicas_;
    const std::string worker_;
    const Tell tell_;
    Library library_;
    std::mutex starting_;
    std::condition_variable start_over_;
    std::vector<AttemptRef> starts_; // that no batch has taken yet
    bool asking_ = false;            // one batch at a time: a slow scheduler is not asked the more
    base::BoundedQueue<Renewal> renewals_;
    base::BoundedQueue<GivenBack> returns_;
    base::BoundedQueue<FlowKey> flows_;
    base::BoundedQueue<Elsewhere> elsewhere_;
    base::BoundedQueue<Visit> visits_;
    base::BoundedQueue<std::vector<TrunkReport>> reports_;
    base::BoundedQueue<Speech> speeches_;       // that calls wait for
    base::BoundedQueue<Speech> speeches_ahead_; // that they will
    std::atomic<std::size_t> unreturned_{0};
    CallQueue queue_; // after what its calls use, before the stream that uses it
    LeaseStream stream_;
    std::vector<std::thread> threads_; // last, so that they find everything built
};

} // namespace hatif::dialer
