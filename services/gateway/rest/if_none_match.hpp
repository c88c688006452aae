#pragma once

#include <string_view>

namespace hatif::gateway {

/// Whether an If-None-Match header (RFC 9110, section 13.1.2) names what the client would get: "*",
/// or a list of entity tags, of which a weak one names the same. `etag` without its quotes; empty,
/// it is named by nothing. A list that cannot be read names what stands before the fault.
bool names(std::string_view if_none_match, std::string_view etag);

} // namespace hatif::gateway
