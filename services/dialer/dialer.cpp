#include "dialer/dialer.hpp"

#include "base/clock.hpp"
#include "base/uuid.hpp"
#include "objects/store_setting.hpp"
#include "observability/log.hpp"

#include <signal.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto look_every = 20ms;
constexpr auto patience_with_peers = 5s;
constexpr auto patience_with_scheduler = 7s; // one replica's deadline, and another's
constexpr auto patience_with_kafka = 10s;
constexpr auto patience_with_store = 5s; // what is not stored then, the next worker here does

void complain(const std::string& what) {
    observability::log_warning(what);
}

rpc::ServiceIdentity identity(const Config& config) {
    auto keys = rpc::CallerKeys::read(config.caller_keys);
    if (!keys) throw std::runtime_error{keys.error().what};
    return {"dialer", std::move(*keys)};
}

/// A restarted process is another worker: what it held before is not its own any more.
std::string new_name(const std::string& worker) {
    return worker + '-' + base::Uuid::v7(base::SystemClock{}.now()).to_string().substr(24);
}

template <class Condition>
bool wait_until(Condition holds, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(look_every);
    }
    return true;
}

} // namespace

Dialer::Dialer(const Config& config, observability::Metrics& metrics)
    : name_{new_name(config.worker)}, producer_{{.brokers = config.kafka,
                                                 .client_id = "hatif-dialer",
                                                 .linger = 100ms, // Kafka is paid per request
                                                 .polled_by_owner = true,
                                                 .complain = complain,
                                                 .on_death = [this] { give_up(); }}},
      events_{producer_, name_, metrics}, calls_{sip_,
                                                 {.address = config.sip_address,
                                                  .port = config.sip_port,
                                                  .log = complain,
                                                  .public_address = config.sip_public,
                                                  .certificate_folder = config.certificates}},
      media_path_{[this](telephony::Task task) { return sip_.post(std::move(task)); },
                  [this](media::LineId line, const media::Event& event) {
                      if (worker_) worker_->hear(line, event);
                  },
                  metrics},
      objects_{objects::open_store(config.objects, complain)},
      recordings_{{.spool = config.spool, .log = complain},
                  *objects_,
                  clock_,
                  events_,
                  [this](telephony::Task task) { return sip_.post(std::move(task)); },
                  [this](const base::AttemptId& attempt,
                         const recording::Told& told,
                         const recording::Recorder::Kept& kept) {
                      return worker_ && worker_->hear(attempt, told, kept);
                  }},
      requests_{{.reach = {.allowed = config.http_allow}},
                [this](const base::AttemptId& attempt, call::RequestOver over) {
                    post([this, attempt, over = std::move(over)] {
                        if (worker_) worker_->hear(attempt, over);
                    });
                },
                metrics},
      media_{
          {.address = config.rtp_address,
           .first_port = config.first_rtp_port,
           .last_port = config.last_rtp_port,
           .public_address = config.rtp_public,
           .port_rest = config.rtp_rest,
           .silence_limit = config.rtp_silence,
           .log = complain},
          [this](media::LineId line, const media::Event& event) { media_path_.pass(line, event); }},
      replicas_{config.schedulers, identity(config)}, scheduler_{replicas_, name_,
                                                                 [this](Told told) {
                                                                     tell(std::move(told));
                                                                 }} {
    sip_.run([&] {
        worker_ = std::make_unique<Worker>(
            Lines{sip_, calls_, media_, events_, recordings_, requests_}, scheduler_, metrics,
            Worker::Limits{config.max_calls, config.max_call});
        worker_->start();
    });
    recordings_.recover();
    scheduler_.start();
}

Dialer::~Dialer() {
    sip_.run([&] { worker_.reset(); }); // what others post from now on finds nobody
}

void Dialer::tell(Told told) {
    const auto message = std::make_shared<Told>(std::move(told));
    post([this, message] {
        if (worker_) worker_->hear(std::move(*message));
    });
}

/// Waits for room: an answer that got lost would leave its attempts without an end.
void Dialer::post(telephony::Task task) {
    while (!sip_.post(task)) std::this_thread::sleep_for(1ms);
}

void Dialer::give_up() {
    observability::log_error("no event can leave any more: the worker ends");
    if (!ending_.exchange(true)) kill(getpid(), SIGTERM);
}

bool Dialer::drain(std::chrono::seconds patience) {
    ending_ = true; // a second signal would end the process at once
    observability::log_info("draining", {{"calls", worker_->running()}});
    sip_.run([&] { worker_->drain(); });
    const auto at_rest = [&] { return worker_->is_at_rest(); };
    wait_until([&] { return at_rest() || producer_.dead(); }, patience);
    if (!at_rest()) {
        observability::log_warning("calls are hung up", {{"calls", worker_->running()}});
        sip_.run([&] { worker_->end_calls(); });
        wait_until(at_rest, patience_with_peers);
    }
    recordings_.flush(std::chrono::steady_clock::now() + patience_with_store);
    recordings_.close();
    const auto none_waits = [&] { // nor will: a dead producer takes none
        bool none = false;
        sip_.run([&] { none = events_.is_empty() || producer_.dead(); });
        return none;
    };
    const auto through = [&] { // the last BYEs and CANCELs, the last events
        bool none_alive = false;
        sip_.run([&] { none_alive = calls_.alive() == 0; });
        return none_alive && none_waits();
    };
    wait_until(through, patience_with_peers);
    scheduler_.flush(patience_with_scheduler);
    // What waited for room behind a full buffer goes into it while it empties.
    const auto all_sent = [&] { return producer_.flush(patience_with_kafka) && none_waits(); };
    const bool sent = wait_until(all_sent, patience_with_kafka);
    observability::log_info("drained", {{"allEventsSent", sent}});
    return !producer_.dead();
}

observability::Checks Dialer::checks() const {
    const auto check = [](bool holds, const char* what) -> base::Result<void> {
        if (holds) return {};
        return base::fail(base::Errc::unavailable, what);
    };
    return {
        {"scheduler", [=, this] { return check(worker_->is_leasing(), "no stream of leases"); }},
        {"kafka", [=, this] {
             return check(!producer_.dead() && producer_.room() > producer_.capacity() / 5,
                          "events do not leave");
         }}};
}

} // namespace hatif::dialer
