#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "gateway/identity/limits/bucket.hpp"
#include "http/server.hpp"
#include "observability/metrics.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace hatif::gateway {

/// One request from its arrival to its answer: its ids, and how it is told to the client, to the
/// log and to the metrics. Answered once.
class Exchange {
public:
    Exchange(const http::Request& request,
             http::Responder respond,
             observability::Metrics& metrics);

    void answer(http::Response response);
    void refuse(const base::Error& error);
    /// An error with a header of its own: 405 with Allow.
    void refuse(const base::Error& error, const http::Headers::Item& header);
    /// 429: its allowance is used up.
    void refuse_for_rate();

    const std::string& request_id() const { return request_id_; }
    const std::string& traceparent() const { return traceparent_; }
    const std::string& principal() const { return principal_; }

    /// For log and metrics, as soon as they are known.
    void is_for(std::string route) { route_ = std::move(route); }
    /// Its path is a credential: whoever reads it in the log could use it.
    void hides_path() { hides_path_ = true; }
    void is_from(std::string principal) { principal_ = std::move(principal); }
    void has(const Allowance& allowance) { allowance_ = allowance; }

private:
    const std::string& logged_path() const { return hides_path_ ? route_ : path_; }

    const std::string method_;
    const std::string path_;
    const std::string request_id_;
    const std::string traceparent_;
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    const http::Responder respond_;
    observability::Metrics& metrics_;
    std::string route_ = "none";
    bool hides_path_ = false;
    std::string principal_;
    std::optional<Allowance> allowance_;
};

} // namespace hatif::gateway
