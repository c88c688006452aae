#pragma once

#include "gateway/rest/exchange.hpp"
#include "gateway/rest/router.hpp"
#include "gateway/rest/upstreams.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace hatif::gateway {

/// One event as text/event-stream writes it (WHATWG HTML, 9.2): its number and its JSON in one
/// line.
std::string event_text(std::uint64_t number, std::string json);

/// What a client ignores: it shows that both are still there.
constexpr std::string_view heartbeat_text = ":\n\n";

/// One answer that stays open: each message of the service's stream is one event. It begins with
/// the first message; before that it may be refused as any request.
class EventStream {
public:
    virtual ~EventStream() = default;

    struct Given {
        Upstreams& upstreams;
        const Binding& binding;
        std::shared_ptr<Exchange> exchange;
        std::unique_ptr<pb::Message> request;
        const Onward& onward;
        std::chrono::milliseconds patience; ///< for the first message; then 503
        std::shared_ptr<void> place;        ///< let go of at its end
    };
    static std::shared_ptr<EventStream> start(Given given);

    /// A heartbeat, unless something was told since.
    virtual void beat(std::chrono::steady_clock::time_point since) = 0;
    /// Ends it well: the client may come again.
    virtual void end() = 0;
};

} // namespace hatif::gateway
