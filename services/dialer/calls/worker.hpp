#pragma once

#include "dialer/calls/call_session.hpp"
#include "dialer/calls/visitors.hpp"
#include "dialer/content/contents.hpp"
#include "dialer/content/spoken.hpp"
#include "dialer/leasing/lease_book.hpp"
#include "dialer/leasing/scheduler.hpp"
#include "dialer/leasing/trunk_watch.hpp"
#include "observability/metrics.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hatif::dialer {

/// Joins leases and calls: asks for as many attempts as there is room for, starts those that may
/// start, takes calls that come, keeps their leases alive, and tells the calls when one is lost.
/// Lives on the SIP thread; others post to it.
class Worker final : private CallDesk {
public:
    struct Limits {
        std::size_t calls = 500;
        std::chrono::milliseconds call_length{600'000};
        std::chrono::milliseconds flow{5'000}; ///< how long a lease may wait for its flow
        /// How long a caller waits for the scheduler's word.
        std::chrono::milliseconds admission{4'000};
        std::chrono::milliseconds words{5'000}; ///< how long a play waits for them to be spoken
    };

    Worker(Lines lines, Scheduler& scheduler, observability::Metrics& metrics, Limits limits);

    /// On the SIP thread, as all else.
    ~Worker() override;
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Begins to tick.
    void start();

    void hear(Told told);
    void hear(media::LineId line, const media::Event& event);

    /// False: the call is over, or was another worker's. Else `kept` is called once Kafka has
    /// acknowledged what the call tells of it.
    bool hear(const base::AttemptId& attempt,
              const recording::Told& told,
              const recording::Recorder::Kept& kept = {});

    /// What a server said to a call; to one that is over it is said in vain.
    void hear(const base::AttemptId& attempt, const call::RequestOver& over);

    /// No new calls: what was not dialled goes back, what comes is refused.
    void drain();
    /// The patience with the running calls is over.
    void end_calls();

    /// From any thread.
    std::size_t running() const { return running_; }
    /// No call runs or asks to be taken, and no Start is under way whose yes would have to be given
    /// back.
    bool is_at_rest() const { return unanswered_ == 0 && running_ == 0; }
    bool is_leasing() const { return leasing_; }

private:
    // worker.cpp
    void tick();
    void ask_for_due(SteadyTime now);
    bool is_overloaded(SteadyTime now);
    void look_for_lost(SteadyTime now);
    void renew(SteadyTime now);
    void grant(SteadyTime now);
    void give_up_hopeless(SteadyTime now);
    void sweep();

    void on(const told::SettingsChanged& it);
    void on(told::Leased it);
    void on(const told::StreamLost& it);
    void on(const told::StartAnswered& it);
    void on(const told::Renewed& it);
    void on(const told::Fetched& it);

    void dial_granted(SteadyTime now);
    void dial(const AttemptRef& ref);
    void forget(const AttemptRef& ref);
    void give_back(const AttemptRef& ref, const std::string& reason);
    void take_back(const base::AttemptId& attempt);

    // worker_calls.cpp
    void on(const told::ElsewhereAnswered& it);
    void on(const told::Admitted& it);
    CallSession* open_session(Lease lease, const SharedContent& content);
    bool has_open_trunk(const Lease& lease) const;
    telephony::Calls::Listener welcome(telephony::CallRef call,
                                       const telephony::IncomingCall& incoming);
    void hear_visitor(telephony::CallRef call, const telephony::CallEvent& event);
    void receive(telephony::CallRef call);
    void turn_away(telephony::CallRef call, int code, const std::string& reason);
    void look_for_late_visitors(SteadyTime now);
    void give_back_undialled();
    void dismiss_visitors();
    void decide(const told::Admitted& it);
    void decline(const told::Admitted& it);
    void on(const told::Spoke& it) { spoken_.take(it); }
    void speak_ahead(const Lease& lease);
    CallSession* find(const base::AttemptId& attempt);

    const telephony::Trunk* open_trunk(const std::string& id) const override;
    void ask_elsewhere(const AttemptRef& ref, const std::string& trunk) override;
    Spoken& spoken() override { return spoken_; }
    void picked_up(const base::AttemptId& attempt) override;
    void over(const base::AttemptId& attempt) override;

    const Lines lines_;
    Scheduler& scheduler_;
    const Limits limits_;
    Settings settings_;
    std::unordered_map<std::string, telephony::Trunk> trunks_; // by id as leases write it
    LeaseBook book_;
    std::unordered_map<base::AttemptId, Lease> leases_; // not dialled yet: what calls are made of
    Contents contents_;
    Spoken spoken_;
    TrunkWatch trunk_watch_;
    Visitors visitors_;
    std::unordered_map<telephony::CallRef, base::AttemptId> taken_; // calls that came
    std::unordered_map<base::AttemptId, std::unique_ptr<CallSession>> sessions_;
    std::unordered_map<media::LineId, CallSession*> lines_of_;
    std::vector<base::AttemptId> over_; // their sessions go at the next tick
    std::uint64_t stream_ = 0;
    std::size_t granted_ = 0; // credits not used yet
    SteadyTime next_renewal_{};
    SteadyTime next_look_{};
    SteadyTime next_grant_{};
    SteadyTime next_ask_{};
    bool draining_ = false;
    std::optional<telephony::TimerId> next_tick_;
    std::optional<telephony::TimerId> next_dial_; ///< when the next yes may be used
    std::atomic<std::size_t> running_{0};
    std::atomic<std::size_t> unanswered_{0}; // Starts, visits; lowered when their calls run
    std::atomic<bool> leasing_{false};
    observability::Counter started_;
    observability::Counter returned_;
    observability::Counter overloaded_;
    observability::Gauge calls_;
    // What the listeners of calls that came hold on to, so that one that comes late finds nobody.
    std::shared_ptr<Worker*> self_ = std::make_shared<Worker*>(this);
};

} // namespace hatif::dialer
