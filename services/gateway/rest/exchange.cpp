#include "gateway/rest/exchange.hpp"

#include "gateway/rest/problem.hpp"
#include "observability/log.hpp"
#include "observability/trace.hpp"

namespace hatif::gateway {

namespace {

// A label takes no words of a client's invention.
std::string verb_label(const std::string& method) {
    for (const auto* known : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        if (method == known) return method;
    }
    return "other";
}

} // namespace

Exchange::Exchange(const http::Request& request,
                   http::Responder respond,
                   observability::Metrics& metrics)
    : method_{request.method}, path_{request.path}, request_id_{observability::accept_request_id(
                                                        request.headers.find("X-Request-Id"))},
      traceparent_{observability::accept_traceparent(request.headers.find("traceparent"))},
      respond_{std::move(respond)}, metrics_{metrics} {}

void Exchange::answer(http::Response response) {
    response.headers.add("X-Request-Id", request_id_);
    if (allowance_) {
        response.headers.add("X-RateLimit-Limit", std::to_string(allowance_->limit));
        response.headers.add("X-RateLimit-Remaining", std::to_string(allowance_->remaining));
        response.headers.add("X-RateLimit-Reset", std::to_string(allowance_->reset));
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
    const auto verb = verb_label(method_);
    const auto status = std::to_string(response.status);
    metrics_
        .counter("hatif_gateway_requests_total", "requests answered",
                 {{"method", verb}, {"route", route_}, {"status", status}})
        .add();
    metrics_
        .histogram("hatif_gateway_request_seconds", "from a request's arrival to its answer",
                   {{"method", verb}, {"route", route_}})
        .observe(taken.count());
    observability::log_info("request", {{"method", method_},
                                        {"path", logged_path()},
                                        {"status", response.status},
                                        {"ms", taken.count() * 1'000},
                                        {"bytes", response.body.size()},
                                        {"principal", principal_},
                                        {"requestId", request_id_}});
    respond_(std::move(response));
}

void Exchange::refuse(const base::Error& error) {
    if (error.code == base::Errc::internal) {
        observability::log_error(
            "internal error",
            {{"why", error.what}, {"path", logged_path()}, {"requestId", request_id_}});
    }
    answer(to_response(problem_of(error), path_, request_id_, base::SystemClock{}.now()));
}

void Exchange::refuse_for_rate() {
    auto problem = problem_of({base::Errc::unavailable, "too many requests", "RATE_LIMIT"});
    problem.retry_after = "1";
    answer(to_response(problem, path_, request_id_, base::SystemClock{}.now()));
}

void Exchange::refuse(const base::Error& error, const http::Headers::Item& header) {
    auto response = to_response(problem_of(error), path_, request_id_, base::SystemClock{}.now());
    response.headers.add(header.first, header.second);
    answer(std::move(response));
}

} // namespace hatif::gateway
