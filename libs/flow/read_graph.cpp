#include "flow/read_graph.hpp"

#include "base/text.hpp"
#include "flow/config_reader.hpp"
#include "flow/document.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <sstream>

namespace hatif::flow {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t most_nodes = 1'000;
constexpr std::size_t most_outputs = 100;
constexpr std::size_t longest_id = 128; // bytes: every event and report of the node is found by it
constexpr std::size_t longest_label = 255;

/// Reads the nodes of one graph, one after the other.
class GraphReader {
public:
    Draft read(const dom::element& root);

private:
    void refuse(std::string code, std::string message, std::string path) {
        draft_.problems.error({std::move(code), std::move(message), node_, std::move(path)});
    }

    void read_node(const dom::element& element, const std::string& path);
    Kind read_config(const dom::object& members, const Node& node);
    void
    read_outputs(const dom::element& outputs, const std::string& path, Node& node, bool within);
    std::string id(const dom::object& members, const char* name, const std::string& path);
    std::string text(const dom::object& members, const char* name, const std::string& path);
    std::string label(const dom::object& members, const std::string& path);

    Draft draft_;
    std::optional<NodeId> node_; // the one that is being read
};

std::string
GraphReader::text(const dom::object& members, const char* name, const std::string& path) {
    std::string_view it;
    if (members.at_key(name).get(it) == simdjson::SUCCESS && !it.empty()) return std::string{it};
    refuse("missing_member", fmt::format("'{}' must be a text that is not empty", name),
           pointer(path, name));
    return {};
}

std::string GraphReader::id(const dom::object& members, const char* name, const std::string& path) {
    std::string it = text(members, name, path);
    if (it.size() <= longest_id) return it;
    refuse("out_of_range", fmt::format("'{}' must have at most {} bytes", name, longest_id),
           pointer(path, name));
    return {};
}

std::string GraphReader::label(const dom::object& members, const std::string& path) {
    std::string_view it;
    if (members.at_key("label").get(it) != simdjson::SUCCESS) return {};
    if (base::length_in_characters(it) <= longest_label) return std::string{it};
    refuse("out_of_range", fmt::format("'label' must have at most {} characters", longest_label),
           pointer(path, "label"));
    return {};
}

void GraphReader::read_outputs(const dom::element& outputs,
                               const std::string& path,
                               Node& node,
                               bool within) {
    dom::object members;
    if (outputs.is_null()) return;
    if (outputs.get(members) != simdjson::SUCCESS) {
        refuse("wrong_type", "outputs must be an object of node ids", path);
        return;
    }
    for (const auto [name, target] : members) {
        const std::string at = pointer(path, name);
        std::string_view to;
        if (!within && name == "branches") {
            read_outputs(target, at, node, true);
        } else if (target.is_null()) {
            continue; // drawn by an editor, and leading nowhere
        } else if (target.get(to) != simdjson::SUCCESS) {
            refuse("wrong_type", "an output must be the id of a node", at);
        } else if (node.outputs.size() == most_outputs) {
            refuse("too_many_outputs", fmt::format("a node has at most {} outputs", most_outputs),
                   path);
            return;
        } else {
            node.outputs.emplace(Output{std::string{name}}, Edge{NodeId{std::string{to}}, at});
        }
    }
}

Kind GraphReader::read_config(const dom::object& members, const Node& node) {
    const std::string path = pointer(node.path, "config");
    dom::object empty;
    dom::object config;
    dom::element given;
    dom::parser parser;
    if (members.at_key("config").get(given) == simdjson::SUCCESS && !given.is_null()) {
        if (given.get(config) != simdjson::SUCCESS) {
            refuse("wrong_type", "'config' must be an object", path);
            return UnknownNode{};
        }
    } else if (parser.parse(std::string_view{"{}"}).get(empty) == simdjson::SUCCESS) {
        config = empty;
    }
    ConfigReader reader{config, node.id, path, draft_.problems};
    auto kind = read_kind(node.type, reader);
    if (kind) {
        reader.warn_of_unread();
        return *kind;
    }
    if (!node.type.empty()) {
        refuse("unknown_node_type", fmt::format("there is no node type '{}'", node.type),
               pointer(node.path, "type"));
    }
    return UnknownNode{};
}

void GraphReader::read_node(const dom::element& element, const std::string& path) {
    node_ = std::nullopt;
    dom::object members;
    if (element.get(members) != simdjson::SUCCESS) {
        refuse("wrong_type", "a node must be an object", path);
        return;
    }
    Node node{NodeId{id(members, "id", path)}, {}, {}, UnknownNode{}, {}, path};
    if (!node.id.value().empty()) node_ = node.id;
    node.type = text(members, "type", path);
    node.label = Label{label(members, path)};
    node.kind = read_config(members, node);
    dom::element outputs;
    if (members.at_key("outputs").get(outputs) == simdjson::SUCCESS) {
        read_outputs(outputs, pointer(path, "outputs"), node, false);
    }
    auto& graph = draft_.graph;
    if (node_ && !graph.places.emplace(node.id, graph.nodes.size()).second) {
        refuse("duplicate_node_id",
               fmt::format("another node has the id '{}' too", node.id.value()),
               pointer(path, "id"));
    }
    graph.nodes.push_back(std::move(node));
}

Draft GraphReader::read(const dom::element& root) {
    dom::object members;
    if (root.get(members) != simdjson::SUCCESS) {
        refuse("wrong_type", "a graph must be an object", "");
        return std::move(draft_);
    }
    draft_.graph.start = NodeId{id(members, "startNodeId", "")};
    dom::array nodes;
    if (members.at_key("nodes").get(nodes) != simdjson::SUCCESS || nodes.size() == 0) {
        refuse("missing_member", "'nodes' must be a list of nodes that is not empty", "/nodes");
        return std::move(draft_);
    }
    if (nodes.size() > most_nodes) {
        refuse("too_many_nodes", fmt::format("a graph has at most {} nodes", most_nodes), "/nodes");
        return std::move(draft_);
    }
    std::size_t index = 0;
    for (const auto node : nodes) read_node(node, pointer("/nodes", index++));
    return std::move(draft_);
}

/// Errors from `first` on were found in the text: says which node they stand in.
void name_nodes(Draft& draft, std::size_t first) {
    std::map<std::string_view, const Node*> nodes;
    for (const auto& node : draft.graph.nodes) nodes.emplace(node.path, &node);
    auto& errors = draft.problems.errors;
    for (std::size_t at = first; at < errors.size(); ++at) {
        const std::string_view path = errors[at].path;
        if (!path.starts_with("/nodes/")) continue;
        const auto it = nodes.find(path.substr(0, path.find('/', std::size("/nodes/") - 1)));
        if (it != nodes.end() && !it->second->id.value().empty()) errors[at].node = it->second->id;
    }
}

} // namespace

Draft read_draft(std::string_view json) {
    dom::parser parser;
    dom::element root;
    Draft draft;
    if (!parse_document(json, parser, root, draft.problems)) return draft;
    draft = GraphReader{}.read(root);
    const auto known = draft.problems.errors.size();
    examine_document(root, draft.problems);
    name_nodes(draft, known);
    return draft;
}

base::Result<Graph> read_graph(std::string_view json) {
    auto draft = read_draft(json);
    if (draft.problems.valid()) return std::move(draft.graph);
    std::ostringstream what;
    what << draft.problems.errors.front();
    base::Error error{base::Errc::invalid, what.str(), "FLOW_INVALID"};
    for (const auto& it : draft.problems.errors) error.fields.push_back({it.path, it.message});
    return base::fail(std::move(error));
}

} // namespace hatif::flow
