#pragma once

#include "flow/words.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hatif::simulation {

/// A node that the call went through. Times are counted from the call's beginning.
struct Visit {
    flow::NodeId node;
    std::string type;
    std::string label;
    std::chrono::milliseconds entered{};
    std::optional<std::chrono::milliseconds> left{};
    std::string output{}; ///< empty: the call ended here, or a machine took it elsewhere
    std::string error{};

    bool operator==(const Visit&) const = default;
};

/// What one play says.
struct Words {
    flow::NodeId node{""};
    std::chrono::milliseconds began{};
    std::chrono::milliseconds length{}; ///< as far as it was heard
    std::string text{};
    bool interrupted = false;

    bool operator==(const Words&) const = default;
};

/// One call as it would be.
struct Run {
    std::vector<Visit> path{};
    std::vector<Words> heard{};
    flow::Variables variables{};
    flow::Outcome outcome = flow::Outcome::failed;
    std::string reason{};
    bool answered = false;
    std::chrono::milliseconds length{}; ///< from its beginning to its end
    int steps = 0;                      ///< of the engine
    std::size_t script_steps = 0;       ///< of the script, that happened
    bool cut = false;                   ///< path or words are longer than is kept

    bool operator==(const Run&) const = default;
};

} // namespace hatif::simulation
