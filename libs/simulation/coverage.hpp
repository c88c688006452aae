#pragma once

#include "call/fact.hpp"
#include "flow/graph.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hatif::simulation {

/// A way on that the graph has.
struct Way {
    flow::NodeId node;
    flow::Output output;

    bool operator==(const Way&) const = default;
};

/// Which nodes of a graph calls came to, and which of its ways they took. The graph outlives it.
class Coverage {
public:
    explicit Coverage(const flow::Graph& graph);

    void enter(const flow::NodeId& node);
    void leave(const flow::NodeId& node, const std::string& output);

    /// A machine answered: the first node's way for it was taken, whatever ran.
    void meet_machine();

    void add(const Coverage& other);

    /// In the order of the graph.
    std::vector<flow::NodeId> never_entered() const;
    std::vector<Way> never_taken() const;

    std::size_t nodes() const { return graph_->nodes.size(); }
    std::size_t ways() const;

private:
    const flow::Graph* graph_;
    std::vector<bool> entered_;            // by the node's place
    std::vector<std::vector<bool>> taken_; // by the node's place, and its output's
};

} // namespace hatif::simulation
