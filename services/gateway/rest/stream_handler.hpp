#pragma once

#include "gateway/rest/router.hpp"
#include "http/message.hpp"

#include <functional>
#include <memory>

namespace hatif::gateway {

class Exchange;
struct Onward;

/// Answers a request of one shape of rpc: an upload, a download, events.
using StreamHandler = std::function<void(std::shared_ptr<Exchange> exchange,
                                         const Found& route,
                                         http::Request request,
                                         const Onward& onward)>;
struct StreamHandlers {
    StreamHandler upload;
    StreamHandler download;
    StreamHandler events;
};

} // namespace hatif::gateway
