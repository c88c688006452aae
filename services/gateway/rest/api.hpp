#pragma once

#include "base/clock.hpp"
#include "gateway/identity/key_cache.hpp"
#include "gateway/identity/rate_limiter.hpp"
#include "gateway/rest/exchange.hpp"
#include "gateway/rest/router.hpp"
#include "gateway/rest/upstreams.hpp"
#include "http/server.hpp"
#include "observability/metrics.hpp"
#include "rpc/caller.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace hatif::gateway {

/// A request that the gateway answers in a way of its own: an upload, a download, an event stream.
using CustomHandler = std::function<void(std::shared_ptr<Exchange> exchange,
                                         const Binding& binding,
                                         http::Request request,
                                         const Onward& onward)>;
/// By the rpc's full name: "hatif.program.v1.AudioService.UploadAudio".
using CustomHandlers = std::map<std::string, CustomHandler>;

/// What sits outside of /api, by its path; without credentials.
using Pages = std::map<std::string, std::function<http::Response()>, std::less<>>;

/// The public port. A request under /api goes this way, and is refused at the first step that
/// it does not pass:
///
///     path 404 -> verb 405 -> key missing or malformed 401 -> body too large 413 -> key unknown,
///     revoked or expired 401 -> organization suspended 403 -> rate 429 -> role 403 -> members 400
///     -> upstream
class Api {
public:
    /// All that is handed over by reference outlives it. Throws std::runtime_error when a custom
    /// rpc has no handler.
    Api(Router router,
        KeyCache& keys,
        rpc::CallerKeys signer,
        Upstreams& upstreams,
        CustomHandlers custom,
        Pages pages,
        observability::Metrics& metrics);

    void handle(http::Request request, http::Responder respond);

    /// Whether what `handle` does with this request depends on its body. It is not read from a
    /// client that shows no key.
    bool wants_body(const http::Request& head) const;

    /// 10 MiB; for uploads the file's 128 and one more for the form around it.
    std::uint64_t body_limit(const http::Request& head) const;

private:
    using Shared = std::shared_ptr<Exchange>;

    void serve(const Shared& exchange, Found route, http::Request request);
    void admitted(const Shared& exchange,
                  const Found& route,
                  http::Request request,
                  const KeyHolder& holder);
    void forward(const Shared& exchange, const Found& route, http::Request request, Onward onward);

    const Router router_;
    KeyCache& keys_;
    const rpc::CallerKeys signer_;
    Upstreams& upstreams_;
    const CustomHandlers custom_;
    const Pages pages_;
    observability::Metrics& metrics_;
    RateLimiter limiter_;
    const base::SystemClock clock_;
};

/// The error body for what never became a request.
http::Response refuse_malformed(unsigned status, std::string_view what, const http::Request& head);

} // namespace hatif::gateway
