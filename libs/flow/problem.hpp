#pragma once

#include "flow/words.hpp"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hatif::flow {

/// One thing that is wrong, or doubtful, in a graph.
struct Problem {
    std::string code; // stable: "unknown_target"
    std::string message;
    std::optional<NodeId> node{};
    std::string path; // JSON pointer into the graph: "/nodes/2/config/timeout"

    bool operator==(const Problem&) const = default;
};

inline constexpr std::size_t most_problems = 1'000; ///< errors that are told, and warnings

/// All of them at once, but for those beyond `most_problems`: the last one says then that there are
/// more. A graph with errors can be kept, but makes no calls.
struct Problems {
    std::vector<Problem> errors;
    std::vector<Problem> warnings;
    /// What no call through a valid graph can outlast. Nothing: only the engine's own limit ends
    /// it.
    std::optional<std::chrono::seconds> longest_call{};

    bool valid() const { return errors.empty(); }

    void error(Problem it);
    void error(const NodeId& node, std::string code, std::string message, std::string path) {
        error({std::move(code), std::move(message), node, std::move(path)});
    }
    void warn(Problem it);
    void warn(const NodeId& node, std::string code, std::string message, std::string path) {
        warn({std::move(code), std::move(message), node, std::move(path)});
    }
};

/// "unknown_target /nodes/0/outputs/onAnswer (node dial): there is no node 'x'".
std::ostream& operator<<(std::ostream& out, const Problem& problem);

/// `path` with one more step, escaped as RFC 6901 wants it.
std::string pointer(std::string_view path, std::string_view step);
std::string pointer(std::string_view path, std::size_t index);

} // namespace hatif::flow
