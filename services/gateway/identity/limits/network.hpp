#pragma once

#include <string>

namespace hatif::gateway {

/// What is counted as one place: an IPv4 address; of an IPv6 address the /64, which one client has
/// whole; any other text as it is.
std::string network_of(const std::string& address);

} // namespace hatif::gateway
