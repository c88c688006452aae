#pragma once

#include "base/clock.hpp"
#include "gateway/config.hpp"
#include "gateway/identity/access/admission.hpp"
#include "gateway/identity/identity.hpp"
#include "gateway/rest/api.hpp"
#include "gateway/rest/event_streams.hpp"
#include "gateway/rest/upstreams.hpp"
#include "http/server.hpp"
#include "observability/health.hpp"
#include "pg/pool.hpp"
#include "rpc/server.hpp"

namespace hatif::gateway {

/// Everything that runs, in the order in which it needs each other. Throws std::runtime_error when
/// an address cannot be bound.
class Gateway {
public:
    Gateway(const Config& config,
            const rpc::CallerKeys& caller_keys,
            TokenKeys token_keys,
            pg::Pool& pool);

    /// Answers what runs, and takes nothing more.
    void stop();

private:
    base::SystemClock clock_;
    observability::Metrics metrics_;
    observability::Health health_;
    TokenKeys token_keys_;
    Identity identity_;
    rpc::Server grpc_;
    // What calls back stands below what it calls: upstreams, limiter and holders end their work
    // before the API goes.
    SteadyClock steady_;
    Api api_;
    Upstreams upstreams_;
    Admission admission_;
    RateLimiter limiter_;
    HolderCache holders_;
    EventStreams events_;
    http::Server server_;
};

} // namespace hatif::gateway
