#pragma once

#include <string_view>

namespace hatif::phone {

/// zones_by_prefix.txt.
std::string_view zones_by_prefix();

} // namespace hatif::phone
