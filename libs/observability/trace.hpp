#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hatif::observability {

/// The client's own id when it is one (1 to 128 visible ASCII characters), else a new one.
std::string accept_request_id(std::optional<std::string_view> sent);

/// W3C trace context, version 00: the client's when it is well-formed, else that of a new trace.
std::string accept_traceparent(std::optional<std::string_view> sent);

} // namespace hatif::observability
