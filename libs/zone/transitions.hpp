#pragma once

#include "base/result.hpp"
#include "zone/posix_rule.hpp"

#include <string_view>
#include <vector>

namespace hatif::zone {

/// All changes of a zone's offset until 2200; from then on it stays as it is.
struct Transitions {
    base::Duration before{};         ///< the offset before the first
    std::vector<Setting> settings{}; ///< sorted; each changes the offset

    bool operator==(const Transitions&) const = default;
};

/// Reads a compiled zone (RFC 8536, version 2 and later). Fails on what is none.
base::Result<Transitions> read_transitions(std::string_view bytes);

} // namespace hatif::zone
