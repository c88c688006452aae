#include "gateway/rest/api.hpp"

#include "base/overloaded.hpp"
#include "gateway/rest/problem.hpp"
#include "gateway/rest/transcode.hpp"
#include "observability/trace.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <stdexcept>

namespace hatif::gateway {

namespace {

using base::Errc;

constexpr std::uint64_t most_body_bytes = 10 << 20;
constexpr std::uint64_t most_upload_bytes = 129 << 20;
constexpr std::uint64_t most_open_bytes = 64 << 10;
constexpr std::size_t most_key_characters = 255;

// Kept by the service that has the effect; only a POST has one that a repeat would double.
base::Result<std::string> read_idempotency_key(const http::Request& request) {
    const auto sent = request.headers.find("Idempotency-Key");
    if (!sent || request.method != "POST") return std::string{};
    const bool usable = !sent->empty() && sent->size() <= most_key_characters &&
                        std::ranges::all_of(*sent, [](char c) { return c > ' ' && c < 0x7f; });
    if (usable) return std::string{*sent};
    return base::fail(base::Error{Errc::invalid,
                                  "",
                                  "VALIDATION",
                                  {{"Idempotency-Key", "must be 1 to 255 visible characters"}}});
}

base::Error forbidden(rpc::Role needed) {
    return {Errc::forbidden,
            needed == rpc::Role::platform ? "only a key of the platform may do this"
                                          : "the key's role does not permit this",
            "FORBIDDEN"};
}

http::Response options_of(const std::string& allowed) {
    return {204, {{"Allow", allowed + ", OPTIONS"}}, {}};
}

} // namespace

Api::Api(Router router,
         Admission& admission,
         rpc::CallerKeys signer,
         Upstreams& upstreams,
         StreamHandlers streams,
         Pages pages,
         observability::Metrics& metrics)
    : router_{std::move(router)}, admission_{admission}, signer_{std::move(signer)},
      upstreams_{upstreams}, streams_{std::move(streams)}, pages_{std::move(pages)}, metrics_{
                                                                                         metrics} {}

void Api::handle(http::Request request, http::Responder respond) {
    const auto exchange = std::make_shared<Exchange>(request, std::move(respond), metrics_);
    if (const auto page = pages_.find(request.path); page != pages_.end()) {
        exchange->is_for(request.path);
        const bool reads = request.method == "GET" || request.method == "HEAD";
        if (reads) return exchange->answer(page->second());
        return exchange->refuse({Errc::invalid, "this path is only read", "METHOD_NOT_ALLOWED"},
                                {"Allow", "GET, HEAD"});
    }
    const auto routed = router_.find(request.method, request.path);
    std::visit(base::overloaded{
                   [&](const Found& found) { serve(exchange, found, std::move(request)); },
                   [&](const NoSuchPath&) {
                       exchange->refuse({Errc::not_found, "there is no such path", "NOT_FOUND"});
                   },
                   [&](const NoSuchVerb& other) {
                       if (request.method == "OPTIONS")
                           return exchange->answer(options_of(other.allowed));
                       exchange->refuse({Errc::invalid, "this path does not have the method",
                                         "METHOD_NOT_ALLOWED"},
                                        {"Allow", other.allowed + ", OPTIONS"});
                   },
               },
               routed);
}

void Api::serve(const Shared& exchange, Found route, http::Request request) {
    exchange->is_for(route.binding->path);
    if (route.binding->open) {
        exchange->hides_path();
        auto from = admission_.let_in_open(request);
        return admitted(exchange, route, std::move(request), std::move(from));
    }
    // Held by a pointer: what calls back later is copied on its way.
    struct Held {
        Found route;
        http::Request request;
    };
    const auto held = std::make_shared<Held>(Held{std::move(route), std::move(request)});
    admission_.let_in(held->request, [this, exchange, held](base::Result<Admitted> from) {
        if (!from && from.error().reason == "RATE_LIMIT") return exchange->refuse_for_rate();
        if (!from) return exchange->refuse(from.error());
        admitted(exchange, held->route, std::move(held->request), *std::move(from));
    });
}

void Api::admitted(const Shared& exchange,
                   const Found& route,
                   http::Request request,
                   Admitted from) {
    auto& caller = from.caller;
    exchange->is_from(caller.principal);
    exchange->has(from.allowance);
    if (!from.allowance.granted) return exchange->refuse_for_rate();
    const bool is_open = route.binding->open;
    if (!is_open && !rpc::permits(caller, route.binding->role)) {
        return exchange->refuse(forbidden(route.binding->role));
    }
    caller.request_id = exchange->request_id();
    caller.traceparent = exchange->traceparent();
    auto idempotency_key = read_idempotency_key(request);
    if (!idempotency_key) return exchange->refuse(idempotency_key.error());
    // One client's key must not meet another's where nobody knows who they are.
    if (is_open) idempotency_key->clear();
    forward(exchange, route, std::move(request),
            {signer_.sign(caller, clock_.now()), *idempotency_key});
}

void Api::forward(const Shared& exchange,
                  const Found& route,
                  http::Request request,
                  Onward onward) {
    const auto& binding = *route.binding;
    if (binding.shape == Binding::Shape::upload) {
        return streams_.upload(exchange, route, std::move(request), onward);
    }
    if (binding.shape == Binding::Shape::download) {
        return streams_.download(exchange, route, std::move(request), onward);
    }
    if (binding.shape == Binding::Shape::events) {
        return streams_.events(exchange, route, std::move(request), onward);
    }
    auto message = to_message(route, request);
    if (!message) return exchange->refuse(message.error());
    const auto* member = answered_member(binding, **message);
    upstreams_.call(binding, onward, std::move(*message),
                    [exchange, &binding, member](const Upstreams::Answer& answer) {
                        if (!answer) return exchange->refuse(answer.error());
                        exchange->answer(to_response(binding, **answer, member));
                    });
}

bool Api::wants_body(const http::Request& head) const {
    if (pages_.contains(head.path)) return false;
    const auto routed = router_.find(head.method, head.path);
    const auto* found = std::get_if<Found>(&routed);
    return found != nullptr && (found->binding->open || admission_.shows_credential(head.headers));
}

std::uint64_t Api::body_limit(const http::Request& head) const {
    const auto routed = router_.find(head.method, head.path);
    const auto* found = std::get_if<Found>(&routed);
    if (found == nullptr) return most_body_bytes;
    if (found->binding->open) return most_open_bytes;
    return found->binding->shape == Binding::Shape::upload ? most_upload_bytes : most_body_bytes;
}

http::Response refuse_malformed(unsigned status, std::string_view what, const http::Request& head) {
    const auto error = [&]() -> base::Error {
        if (status == 413) return {Errc::too_large, "the body is too large", "TOO_LARGE"};
        if (status == 503) return {Errc::unavailable, std::string{what}};
        if (status == 500) return {Errc::internal, std::string{what}};
        return {Errc::invalid, "the request is not HTTP: " + std::string{what}, "VALIDATION"};
    }();
    auto problem = problem_of(error);
    problem.status = status;
    const auto request_id = observability::accept_request_id(head.headers.find("X-Request-Id"));
    auto response = to_response(problem, head.path, request_id, base::SystemClock{}.now());
    response.headers.add("X-Request-Id", request_id);
    return response;
}

} // namespace hatif::gateway
