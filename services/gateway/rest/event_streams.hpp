#pragma once

#include "gateway/identity/access/admission.hpp"
#include "gateway/rest/event_stream.hpp"
#include "gateway/rest/stream_handler.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hatif::gateway {

/// All answers that stay open. Each is beaten for, and ended within 5 s when whoever asked may no
/// longer ask: the key revoked, the session over, the token or the role gone, the organization
/// suspended, or all this unknown.
class EventStreams {
public:
    struct Limits {
        std::chrono::milliseconds patience{30'000};  ///< for a service's first message
        std::chrono::milliseconds heartbeat{15'000}; ///< after nothing was told for so long
        std::chrono::milliseconds look{500};         ///< between two looks at who asks
        std::size_t most = 1'000;                    ///< open at once; then 429
        std::size_t most_of_one = 20;                ///< the same of one key or person
    };

    /// What is handed over by reference outlives it.
    EventStreams(Upstreams& upstreams, Admission& admission);
    EventStreams(Upstreams& upstreams, Admission& admission, const Limits& limits);
    /// Ends them all.
    ~EventStreams();

    StreamHandler handler();

    /// Ends them all; from now on new ones get 503.
    void end();

private:
    struct Open;
    struct Places;

    void open(std::shared_ptr<Exchange> exchange,
              const Found& route,
              http::Request request,
              const Onward& onward);
    bool is_ending();
    void look_after();
    void look(const std::shared_ptr<Open>& open);

    Upstreams& upstreams_;
    Admission& admission_;
    const Limits limits_;
    const std::shared_ptr<Places> places_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_ending_ = false;
    std::vector<std::shared_ptr<Open>> open_;
    std::thread looking_; // last: it uses all of the above
};

} // namespace hatif::gateway
