#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

/// The text that proves who calls: "hatif_key_" for a key of an organization, "hatif_platform_" for
/// one of the platform, and 64 random hexadecimal characters. Only its SHA-256 is kept.
namespace hatif::gateway {

enum class KeyKind { organization, platform };

std::string new_api_key(KeyKind kind);

bool is_api_key(std::string_view text);

/// SHA-256 of the whole text, 32 bytes.
std::string hash_of(std::string_view api_key);

/// What may be shown of it to recognise it by: "hatif_key_0192f3".
std::string shown_part_of(std::string_view api_key);

/// The key that a request carries: `Authorization: Bearer <key>` or `x-api-key: <key>`.
/// `unauthenticated` when there is none, or when it is malformed; each said.
base::Result<std::string> read_api_key(const http::Headers& headers);

} // namespace hatif::gateway
