#pragma once

#include "flow/words.hpp"

#include <optional>
#include <string>

/// A `hangup` node ends the call. It has no way out.
namespace hatif::flow {

class ConfigReader;

struct HangupNode {
    std::string reason;
    std::string type = "normal";      // "normal", "busy" or "rejected"
    std::optional<Outcome> outcome{}; // declares what the call came to, whatever was met

    bool operator==(const HangupNode&) const = default;
};

HangupNode read_hangup(ConfigReader& config);

Commands enter(const HangupNode& node, const Scope& scope);

} // namespace hatif::flow
