#pragma once

#include <string_view>

/// How hosts are named; pure.
namespace hatif::program_scheduler {

bool is_ipv4(std::string_view text);

/// A DNS name (RFC 1123, 2.1): labels of letters, digits and hyphens, at most 253 characters, the
/// last label not of digits alone, so that a mistyped address is none.
bool is_dns_name(std::string_view text);

/// An IPv4 address, or a network of 8 to 32 bits: "192.0.2.0/24".
bool is_source(std::string_view text);

} // namespace hatif::program_scheduler
