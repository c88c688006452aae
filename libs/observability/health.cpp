#include "observability/health.hpp"

#include "http/server.hpp"
#include "observability/log.hpp"

namespace hatif::observability {

namespace {

constexpr std::uint64_t most_connections = 1'000;

http::Response json(unsigned status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response
answer(const http::Request& request, const Metrics& metrics, const Readiness& readiness) {
    if (request.path == "/healthz") return answer_healthz();
    if (request.path == "/readyz") return readiness.answer();
    if (request.path == "/metrics") return answer_metrics(metrics);
    return json(404, R"({"status":"unknown path"})");
}

} // namespace

http::Response answer_healthz() {
    return json(200, R"({"status":"ok"})");
}

http::Response answer_metrics(const Metrics& metrics) {
    return {200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics.text()};
}

Health::Health(std::string_view listen, const Metrics& metrics, Checks checks)
    : readiness_{std::move(checks)} {
    http::ServerOptions options;
    options.listen = listen;
    options.wants_body = [](const http::Request&) { return false; };
    options.on_failure = [](std::string_view what) { log_error("health failed", {{"why", what}}); };
    options.most_connections = most_connections;
    server_ = std::make_unique<http::Server>(
        std::move(options),
        [this, &metrics](const http::Request& request, const http::Responder& respond) {
            respond(answer(request, metrics, readiness_));
        });
}

Health::~Health() = default;

std::uint16_t Health::port() const {
    return server_->port();
}

http::Response Health::readyz() const {
    return readiness_.answer();
}

} // namespace hatif::observability
