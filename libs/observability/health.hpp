#pragma once

#include "observability/metrics.hpp"
#include "observability/readiness.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace hatif::http {
class Server;
struct Response;
} // namespace hatif::http

namespace hatif::observability {

/// What the paths of Health answer, also for a service with an HTTP port of its own.
http::Response answer_healthz();
http::Response answer_metrics(const Metrics& metrics);

/// The small HTTP server beside every service: /healthz (the process runs), /readyz (it can work:
/// every check passes), /metrics. None of them waits for a check.
class Health {
public:
    /// Throws std::runtime_error when the address cannot be bound. `metrics` outlives it.
    Health(std::string_view listen, const Metrics& metrics, Checks checks);
    ~Health();

    std::uint16_t port() const;

    /// What /readyz answers, also for a service with an HTTP port of its own.
    http::Response readyz() const;

private:
    const Readiness readiness_;
    std::unique_ptr<http::Server> server_;
};

} // namespace hatif::observability
