#include "dialer/requests/requests.hpp"

#include "flow/json_values.hpp"
#include "web/url.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_answer = 256 * 1'024; // bytes

bool is_success(int status) {
    return status >= 200 && status < 300;
}

web::Request wire_of(const flow::HttpRequest& what, std::chrono::milliseconds left) {
    web::Request request{.method = what.method,
                         .url = what.url,
                         .body = what.body,
                         .timeout = left,
                         .most_answer = most_answer};
    for (const auto& [name, value] : what.headers) request.headers.push_back({name, value});
    return request;
}

/// A server's name may be made of what is shown nowhere, and an error names it.
flow::Fault fault_of(const base::Error& error, bool secret) {
    const std::string code = error.reason.empty() ? "request_failed" : error.reason;
    return {code, secret ? "the server gave no answer" : error.what};
}

} // namespace

Requests::Requests(Settings settings, Tell tell, observability::Metrics& metrics)
    : client_{std::move(settings.reach)}, tell_{std::move(tell)},
      sent_{metrics.counter("hatif_dialer_http_requests_total",
                            "Requests that flows made of servers.")},
      failed_{metrics.counter("hatif_dialer_http_requests_failed_total",
                              "Requests of flows that no server answered.")},
      under_way_{
          metrics.gauge("hatif_dialer_http_requests", "Requests of flows that are under way now.")},
      queue_{settings.bounds} {
    for (std::size_t i = 0; i < settings.bounds.under_way; ++i) {
        threads_.emplace_back([this] { work(); });
    }
    threads_.emplace_back([this] { watch(); });
}

Requests::~Requests() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
        for (auto& it : running_) it.stop.request_stop();
        running_.clear(); // and tell nobody
    }
    room_.notify_all();
    waiting_.notify_all();
    for (auto& thread : threads_) thread.join();
}

std::optional<flow::Fault> Requests::send(Asker asker, const call::Request& request) {
    const auto& what = request.what;
    const auto url = web::parse_url(what.url);
    if (!url) {
        failed_.add();
        return fault_of(url.error(), what.secret);
    }
    {
        const std::lock_guard lock{mutex_};
        const auto until = std::chrono::steady_clock::now() + what.timeout;
        if (!queue_.put({std::move(asker), request.request, what, url->host, until})) {
            failed_.add();
            return flow::Fault{"request_failed", "too many requests wait to be sent"};
        }
    }
    room_.notify_one();
    waiting_.notify_one();
    return std::nullopt;
}

void Requests::cancel(const base::AttemptId& attempt, const call::Ticket& ticket) {
    const std::lock_guard lock{mutex_};
    if (queue_.erase(attempt, ticket)) return;
    const auto it = std::ranges::find_if(running_, [&](const auto& each) {
        return each.attempt == attempt && each.ticket == ticket;
    });
    if (it == running_.end()) return;
    it->stop.request_stop();
    running_.erase(it);
}

void Requests::work() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        if (const auto request = queue_.next(std::chrono::steady_clock::now())) {
            carry(lock, *request);
        } else {
            room_.wait(lock);
        }
    }
}

/// Under way without the lock, and told so unless it was cancelled meanwhile.
void Requests::carry(std::unique_lock<std::mutex>& lock, const ServerRequest& request) {
    std::stop_source stop;
    running_.push_back({request.asker.attempt, request.ticket, stop});
    under_way_.set(static_cast<double>(queue_.under_way()));
    lock.unlock();
    sent_.add();
    auto over = answer_to(request, stop.get_token());
    lock.lock();
    queue_.done(request);
    under_way_.set(static_cast<double>(queue_.under_way()));
    const auto was_running = std::erase_if(running_, [&](const auto& it) {
        return it.attempt == request.asker.attempt && it.ticket == request.ticket;
    });
    // There is room for one more of this server and one more of this organization: this thread
    // looks for them next, and one other.
    room_.notify_one();
    if (was_running == 0) return;
    lock.unlock();
    if (over.fault) failed_.add();
    tell_(request.asker.attempt, std::move(over));
    lock.lock();
}

call::RequestOver Requests::answer_to(const ServerRequest& request, const std::stop_token& stop) {
    const auto& what = request.what;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        request.until - std::chrono::steady_clock::now());
    auto answer = client_.send(wire_of(what, std::max(left, 1ms)), stop);
    call::RequestOver over{.request = request.ticket};
    if (!answer) {
        over.fault = fault_of(answer.error(), what.secret);
        return over;
    }
    over.status = answer->status;
    // What says that it went wrong has no values, whatever it is about.
    over.values = is_success(over.status) ? flow::values_in(answer->body, what.wanted)
                                          : std::vector<flow::Value>(what.wanted.size());
    return over;
}

/// Those whose time is over while others are under way.
void Requests::watch() {
    std::unique_lock lock{mutex_};
    while (!ending_) {
        const auto first = queue_.first_late();
        if (first) {
            waiting_.wait_until(lock, *first);
        } else {
            waiting_.wait(lock);
        }
        auto late = queue_.take_late(std::chrono::steady_clock::now());
        if (late.empty() || ending_) continue;
        lock.unlock();
        for (const auto& it : late) {
            tell_failed(it, {"request_timeout", "too many other requests were under way"});
        }
        lock.lock();
    }
}

void Requests::tell_failed(const ServerRequest& request, const flow::Fault& why) {
    failed_.add();
    tell_(request.asker.attempt, {.request = request.ticket, .fault = why});
}

} // namespace hatif::dialer
