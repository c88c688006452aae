#pragma once

#include <string>
#include <string_view>

/// SHA-256 (FIPS 180-4) and what is made of it.
namespace hatif::digest {

/// 32 bytes.
std::string sha256(std::string_view bytes);

/// RFC 2104, with SHA-256: 32 bytes.
std::string hmac_sha256(std::string_view secret, std::string_view text);

/// How long it takes says nothing of where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace hatif::digest
