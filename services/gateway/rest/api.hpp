#pragma once

#include "base/clock.hpp"
#include "gateway/identity/access/admission.hpp"
#include "gateway/rest/exchange.hpp"
#include "gateway/rest/router.hpp"
#include "gateway/rest/stream_handler.hpp"
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

/// What sits outside of /api, by its path; without credentials.
using Pages = std::map<std::string, std::function<http::Response()>, std::less<>>;

/// The public port. A request under /api goes this way, and is refused at the first step that
/// it does not pass:
///
///     path 404 -> verb 405 -> credential missing or malformed 401 -> body too large 413 ->
///     credential unknown, revoked or expired 401 -> organization suspended 403 -> rate 429 ->
///     role 403 -> members 400 -> upstream
///
/// What is open (api/v1/options.proto) asks for no credential and no role; its rate is that of the
/// client's address.
class Api {
public:
    /// All that is handed over by reference outlives it.
    Api(Router router,
        Admission& admission,
        rpc::CallerKeys signer,
        Upstreams& upstreams,
        StreamHandlers streams,
        Pages pages,
        observability::Metrics& metrics);

    void handle(http::Request request, http::Responder respond);

    /// Whether what `handle` does with this request depends on its body. It is not read from a
    /// client that shows no credential where one is asked for.
    bool wants_body(const http::Request& head) const;

    /// 10 MiB; for uploads the file's 128 and one more for the form around it; 64 KiB where no
    /// credential is asked for.
    std::uint64_t body_limit(const http::Request& head) const;

private:
    using Shared = std::shared_ptr<Exchange>;

    void serve(const Shared& exchange, Found route, http::Request request);
    void admitted(const Shared& exchange, const Found& route, http::Request request, Admitted from);
    void forward(const Shared& exchange, const Found& route, http::Request request, Onward onward);

    const Router router_;
    Admission& admission_;
    const rpc::CallerKeys signer_;
    Upstreams& upstreams_;
    const StreamHandlers streams_;
    const Pages pages_;
    observability::Metrics& metrics_;
    const base::SystemClock clock_;
};

/// The error body for what never became a request.
http::Response refuse_malformed(unsigned status, std::string_view what, const http::Request& head);

} // namespace hatif::gateway
