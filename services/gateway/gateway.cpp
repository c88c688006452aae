#include "gateway/gateway.hpp"

#include "gateway/contracts.hpp"
#include "gateway/docs/docs_page.hpp"
#include "gateway/docs/openapi.hpp"
#include "gateway/identity/access/credential.hpp"
#include "gateway/identity/access/holder_rows.hpp"
#include "gateway/rest/download.hpp"
#include "gateway/rest/upload.hpp"
#include "observability/log.hpp"

namespace hatif::gateway {

namespace {

constexpr unsigned http_threads = 2;
constexpr auto drain = std::chrono::seconds{10};

observability::Checks checks_of(pg::Pool& pool) {
    return {{"postgres", [&pool] { return pool.check(); }}};
}

Pages pages_of(const observability::Metrics& metrics, const observability::Health& health) {
    const auto openapi = openapi_json(contracts(), contract_descriptors());
    const auto text = [](const char* type, std::string body) {
        return [response = http::Response{200, {{"Content-Type", type}}, std::move(body)}] {
            return response;
        };
    };
    return {
        {"/healthz", observability::answer_healthz},
        {"/readyz", [&health] { return health.readyz(); }},
        {"/metrics", [&metrics] { return observability::answer_metrics(metrics); }},
        {"/openapi.json", text("application/json", openapi)},
        {"/docs", text("text/html; charset=utf-8", docs_page())},
    };
}

http::ServerOptions options_of(const Config& config, const Api& api) {
    http::ServerOptions options;
    options.listen = config.http_listen;
    options.threads = http_threads;
    options.body_limit = [&api](const http::Request& head) { return api.body_limit(head); };
    options.wants_body = [&api](const http::Request& head) { return api.wants_body(head); };
    options.refuse = refuse_malformed;
    options.on_failure = [](std::string_view what) {
        observability::log_error("request failed", {{"why", what}});
    };
    return options;
}

http::Handler handler_of(Api& api) {
    return [&api](http::Request request, http::Responder respond) {
        api.handle(std::move(request), std::move(respond));
    };
}

HolderCache::Lookup lookup_in(pg::Pool& pool) {
    return [&pool](const std::string& handle) { return find_holder(pool, Credential::of(handle)); };
}

RateLimiter::Reserve reserve_in(pg::Pool& pool) {
    return [&pool](const std::vector<Ask>& asks) { return reserve_all(pool, asks); };
}

} // namespace

Gateway::Gateway(const Config& config,
                 const rpc::CallerKeys& caller_keys,
                 TokenKeys token_keys,
                 pg::Pool& pool)
    : health_{config.health_listen, metrics_, checks_of(pool)}, token_keys_{std::move(token_keys)},
      identity_{pool, caller_keys, token_keys_, clock_}, grpc_{config.listen, identity_.services()},
      api_{Router{all_bindings()},
           admission_,
           caller_keys,
           upstreams_,
           {uploads(upstreams_), downloads(upstreams_), events_.handler()},
           pages_of(metrics_, health_),
           metrics_},
      upstreams_{config.upstreams()}, admission_{token_keys_, holders_, limiter_, clock_,
                                                 config.proxies},
      limiter_{reserve_in(pool), steady_}, holders_{lookup_in(pool), steady_},
      events_{upstreams_, admission_}, server_{options_of(config, api_), handler_of(api_)} {}

void Gateway::stop() {
    events_.end(); // nobody waits for what has no end
    server_.stop(drain);
}

} // namespace hatif::gateway
