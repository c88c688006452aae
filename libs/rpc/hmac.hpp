#pragma once

#include <string>
#include <string_view>

namespace hatif::rpc {

std::string hmac_sha256(std::string_view secret, std::string_view text);

/// How long it takes says nothing of where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace hatif::rpc
