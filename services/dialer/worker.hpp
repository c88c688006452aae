#pragma once

#include "dialer/call_events.hpp"
#include "dialer/call_session.hpp"
#include "dialer/lease_book.hpp"
#include "dialer/scheduler.hpp"
#include "media/engine.hpp"
#include "observability/metrics.hpp"
#include "telephony/calls.hpp"
#include "telephony/sip_thread.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hatif::dialer {

/// Joins leases and calls: asks for as many attempts as there is room for, starts those that may
/// start, keeps their leases alive, and tells the calls when one is lost. Lives on the SIP thread;
/// others post to it.
class Worker {
public:
    struct Limits {
        std::size_t calls = 500;
        std::chrono::milliseconds call_length{600'000};
        std::chrono::milliseconds flow{5'000}; ///< how long a lease may wait for its flow
    };

    Worker(Lines lines, Scheduler& scheduler, observability::Metrics& metrics, Limits limits);

    /// On the SIP thread, as all else.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Begins to tick.
    void start();

    void hear(Told told);
    void hear(media::LineId line, const media::Event& event);

    /// No new calls: what was not started goes back.
    void drain();
    /// The patience with the running calls is over.
    void end_calls();

    /// From any thread.
    std::size_t running() const { return running_; }
    /// No call runs, and no Start is under way whose yes would have to be given back.
    bool is_at_rest() const { return unanswered_ == 0 && running_ == 0; }
    bool is_leasing() const { return leasing_; }

private:
    void tick();
    void ask_for_due(SteadyTime now);
    void look_for_lost(SteadyTime now);
    void renew(SteadyTime now);
    void grant();

    void on(const told::SettingsChanged& it);
    void on(const told::Leased& it);
    void on(const told::StreamLost& it);
    void on(const told::StartAnswered& it);
    void on(const told::Renewed& it);
    void on(const told::Fetched& it);

    void prepare(const Lease& lease);
    void fetch_again(SteadyTime now);
    void dial(const AttemptRef& ref);
    void forget(const AttemptRef& ref);
    void give_back(const AttemptRef& ref, const std::string& reason);
    void take_back(const base::AttemptId& attempt);
    void after(const base::AttemptId& attempt);
    const telephony::Trunk* trunk_of(const Lease& lease) const;

    const Lines lines_;
    Scheduler& scheduler_;
    const Limits limits_;
    Settings settings_;
    LeaseBook book_;
    std::map<base::AttemptId, Lease> leases_; // held and asked: what a call will be made of
    std::map<FlowKey, SharedContent> contents_;
    std::set<FlowKey> fetching_;
    struct Failed {
        SteadyTime look_again;
        bool hopeless = false;
    };
    std::map<FlowKey, Failed> failed_; // flows that could not be had, still in fetching_
    std::map<base::AttemptId, std::unique_ptr<CallSession>> sessions_;
    std::map<media::LineId, base::AttemptId> lines_of_;
    std::uint64_t stream_ = 0;
    std::size_t granted_ = 0; // credits not used yet
    SteadyTime next_renewal_{};
    bool draining_ = false;
    std::optional<telephony::TimerId> next_tick_;
    std::atomic<std::size_t> running_{0};
    std::atomic<std::size_t> unanswered_{0}; // Starts; lowered when their calls are running
    std::atomic<bool> leasing_{false};
    observability::Counter started_;
    observability::Counter returned_;
    observability::Gauge calls_;
};

} // namespace hatif::dialer
