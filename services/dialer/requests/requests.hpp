#pragma once

#include "dialer/requests/request_queue.hpp"
#include "observability/metrics.hpp"
#include "web/client.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace hatif::dialer {

/// What flows ask of servers (`http_request`), on threads of its own. Nothing here blocks whoever
/// asks; an answer is told on one of the threads, once, unless the request was cancelled before.
class Requests {
public:
    using Tell = std::function<void(const base::AttemptId&, call::RequestOver)>;

    struct Settings {
        web::Reach reach{}; ///< public addresses, and what is allowed besides
        RequestQueue::Bounds bounds{};
    };

    /// Throws when an allowed network is none.
    Requests(Settings settings, Tell tell, observability::Metrics& metrics);
    /// Whoever waits is told nothing more.
    ~Requests();
    Requests(const Requests&) = delete;
    Requests& operator=(const Requests&) = delete;

    /// A fault: it is not sent, and nothing else will be told of it.
    std::optional<flow::Fault> send(Asker asker, const call::Request& request);

    /// Its answer is waited for no more: it is given up, wherever it is.
    void cancel(const base::AttemptId& attempt, const call::Ticket& ticket);

private:
    struct Running {
        base::AttemptId attempt;
        call::Ticket ticket;
        std::stop_source stop;
    };

    void work();
    void watch();
    void carry(std::unique_lock<std::mutex>& lock, const ServerRequest& request);
    call::RequestOver answer_to(const ServerRequest& request, const std::stop_token& stop);
    void tell_failed(const ServerRequest& request, const flow::Fault& why);

    web::Client client_;
    const Tell tell_;
    observability::Counter sent_;
    observability::Counter failed_;
    observability::Gauge under_way_;
    std::mutex mutex_;
    std::condition_variable room_;    ///< there may be something to send
    std::condition_variable waiting_; ///< something more waits, or nothing ever will
    RequestQueue queue_;
    std::vector<Running> running_;
    bool ending_ = false;
    std::vector<std::thread> threads_; // last, so that they find everything built
};

} // namespace hatif::dialer
