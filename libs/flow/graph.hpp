#pragma once

#include "flow/node.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hatif::flow {

/// What its author calls a node.
using Label = base::Name<struct LabelTag>;

/// One way on, and where the graph's JSON says so.
struct Edge {
    NodeId to;
    std::string path; // JSON pointer: "/nodes/2/outputs/branches/1"

    bool operator==(const Edge&) const = default;
};

struct Node {
    NodeId id;
    std::string type;
    Label label;
    Kind kind;
    std::map<Output, Edge> outputs; // `branches` are outputs too: "1"
    std::string path;               // JSON pointer: "/nodes/2"

    bool operator==(const Node&) const = default;
};

/// A flow as its author wrote it, as one value. All calls of an execution share it.
struct Graph {
    NodeId start{""};
    std::vector<Node> nodes;
    std::unordered_map<NodeId, std::size_t> places; // of the nodes, by id; the first of equal ids

    const Node* find(const NodeId& id) const;

    bool operator==(const Graph&) const = default;
};

/// The way that a leave takes: the first output that leads on, else `default`.
struct Way {
    Output by;
    NodeId to;
};
std::optional<Way> way_on(const Node& node, const Leave& leave);

/// True when a key pressed anywhere may be the answer to a `secret` question.
bool has_secret(const Graph& graph);

} // namespace hatif::flow
