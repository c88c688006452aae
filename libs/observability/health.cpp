#include "observability/health.hpp"

#include "base/text.hpp"
#include "http/server.hpp"

namespace hatif::observability {

namespace {

http::Response json(unsigned status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response answer(const http::Request& request, const Metrics& metrics, const Checks& checks) {
    if (request.path == "/healthz") return answer_healthz();
    if (request.path == "/readyz") return answer_readyz(checks);
    if (request.path == "/metrics") return answer_metrics(metrics);
    return json(404, R"({"status":"unknown path"})");
}

} // namespace

http::Response answer_healthz() {
    return json(200, R"({"status":"ok"})");
}

http::Response answer_readyz(const Checks& checks) {
    bool ready = true;
    std::string parts;
    for (const auto& check : checks) {
        const auto result = check.passes();
        ready = ready && result;
        if (!parts.empty()) parts += ',';
        base::append_json_string(parts, check.name);
        parts += ':';
        base::append_json_string(parts, result ? "ok" : result.error().what);
    }
    return json(ready ? 200 : 503, std::string{R"({"status":")"} + (ready ? "ok" : "unavailable") +
                                       R"(","checks":{)" + parts + "}}");
}

http::Response answer_metrics(const Metrics& metrics) {
    return {200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics.text()};
}

Health::Health(std::string_view listen, const Metrics& metrics, Checks checks) {
    http::ServerOptions options;
    options.listen = listen;
    options.threads = 2; // a check that blocks does not make the process look dead
    server_ = std::make_unique<http::Server>(
        std::move(options), [&metrics, checks = std::move(checks)](const http::Request& request,
                                                                   const http::Responder& respond) {
            respond(answer(request, metrics, checks));
        });
}

Health::~Health() = default;

std::uint16_t Health::port() const {
    return server_->port();
}

} // namespace hatif::observability
