#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hatif::base {

/// RFC 4648 section 5, without padding: for tokens in headers and addresses.
std::string to_base64url(std::string_view bytes);

/// Bytes of such a text; none when a character is not of its alphabet.
std::optional<std::string> from_base64url(std::string_view text);

} // namespace hatif::base
