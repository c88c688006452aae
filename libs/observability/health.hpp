#pragma once

#include "base/result.hpp"
#include "observability/metrics.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::http {
class Server;
struct Response;
} // namespace hatif::http

namespace hatif::observability {

/// One thing that a service needs to do its work. `passes` may block for a second or so.
struct Check {
    std::string name;
    std::function<base::Result<void>()> passes;
};

using Checks = std::vector<Check>;

/// What the paths of Health answer, also for a service with an HTTP port of its own.
http::Response answer_healthz();
/// 200 when all checks pass, else 503; each check with "ok" or what is wrong.
http::Response answer_readyz(const Checks& checks);
http::Response answer_metrics(const Metrics& metrics);

/// The small HTTP server beside every service: /healthz (the process runs), /readyz (it can work:
/// every check passes), /metrics.
class Health {
public:
    /// Throws std::runtime_error when the address cannot be bound. `metrics` outlives it.
    Health(std::string_view listen, const Metrics& metrics, Checks checks);
    ~Health();

    std::uint16_t port() const;

private:
    std::unique_ptr<http::Server> server_;
};

} // namespace hatif::observability
