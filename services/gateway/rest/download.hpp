#pragma once

#include "gateway/rest/stream_handler.hpp"
#include "gateway/rest/upstreams.hpp"
#include "hatif/type/v1/download.pb.h"

#include <chrono>

namespace hatif::gateway {

/// The head of the answer that a download's header asks for (RFC 9110): 200, or 206 for a part. Its
/// body is not there yet.
http::Response head_of(const type::v1::Download::Header& header);

/// What the service streams, passed on at the client's pace; it is cut off when the client goes.
/// 304 when the client's If-None-Match names it. `unavailable` when it does not begin within
/// `patience`.
StreamHandler downloads(Upstreams& upstreams,
                        std::chrono::milliseconds patience = std::chrono::seconds{30});

} // namespace hatif::gateway
