#include "flow/validate.hpp"

#include "flow/reach.hpp"

#include <fmt/format.h>

namespace hatif::flow {

namespace {

/// Where a node's recordings are written, to point at one of them.
struct SpokenAt {
    const Prompts& prompts;
    const char* member;
};

std::vector<SpokenAt> spoken(const Kind& kind) {
    if (const auto* node = std::get_if<PlayNode>(&kind)) return {{node->prompts, "audioItems"}};
    if (const auto* node = std::get_if<DtmfNode>(&kind)) {
        return {{node->prompt, "prompt"}, {node->invalid_prompt, "invalidPrompt"}};
    }
    return {};
}

/// Looks at a graph, rule by rule.
class Examination {
public:
    Examination(const Draft& draft, const KnownAudio& audio)
        : graph_{draft.graph}, audio_{audio}, found_{draft.problems} {}

    Problems examine() {
        check_start();
        for (const auto& node : graph_.nodes) {
            check_targets(node);
            check_exits(node);
            check_audio(node);
        }
        check_dials();
        check_cycles();
        check_reach();
        return std::move(found_);
    }

private:
    void error(const Node& node, std::string code, std::string message, std::string path) {
        found_.errors.push_back({std::move(code), std::move(message), node.id, std::move(path)});
    }

    void warn(const Node& node, std::string code, std::string message, std::string path) {
        found_.warnings.push_back({std::move(code), std::move(message), node.id, std::move(path)});
    }

    static bool is_dial(const Node& node) { return node.type == "dial"; }

    void check_start() {
        const auto* start = graph_.find(graph_.start);
        if (graph_.start.value().empty() || graph_.nodes.empty()) return; // said while reading
        if (start == nullptr) {
            found_.errors.push_back({"unknown_start_node",
                                     fmt::format("there is no node '{}'", graph_.start.value()),
                                     std::nullopt, "/startNodeId"});
        } else if (!is_dial(*start)) {
            error(*start, "first_node_not_dial", "the first node must be a dial", "/startNodeId");
        }
    }

    void check_targets(const Node& node) {
        for (const auto& [output, edge] : node.outputs) {
            const auto* target = graph_.find(edge.to);
            if (target == nullptr) {
                error(node, "unknown_target",
                      fmt::format("'{}' leads to '{}', and there is no such node", output.value(),
                                  edge.to.value()),
                      edge.path);
            } else if (target->id == graph_.start && is_dial(*target)) {
                error(node, "leads_back_to_dial",
                      fmt::format("'{}' leads back to the dial", output.value()), edge.path);
            }
        }
    }

    void check_exits(const Node& node) {
        std::set<Output> known{Output{"default"}};
        const std::string path = pointer(node.path, "outputs");
        std::set<Output> warned;
        for (const auto& leave : exits(node.kind)) {
            known.insert(leave.by.begin(), leave.by.end());
            const auto& first = leave.by.front();
            if (way_on(node, leave) || !warned.insert(first).second) continue;
            warn(node, "output_without_way_on",
                 fmt::format("'{}' leads nowhere, and there is no default", first.value()),
                 pointer(path, first.value()));
        }
        if (std::holds_alternative<UnknownNode>(node.kind)) return;
        for (const auto& [output, edge] : node.outputs) {
            if (known.contains(output) || is_spare(node, output)) continue;
            warn(node, "unknown_output",
                 fmt::format("a {} node never leaves by '{}'", node.type, output.value()),
                 edge.path);
        }
    }

    /// Outputs that the kind has, but this node's config never takes.
    static bool is_spare(const Node& node, const Output& output) {
        const auto& name = output.value();
        if (is_dial(node)) return name == "onVoicemail";
        if (node.type == "dtmf") return name == "onMaxRetries";
        return node.type == "set_variable" && name == "onError";
    }

    void check_audio(const Node& node) {
        if (!audio_) return;
        for (const auto& [prompts, member] : spoken(node.kind)) {
            const std::string path = pointer(pointer(node.path, "config"), member);
            for (std::size_t i = 0; i < prompts.size(); ++i) {
                const auto& id = prompts[i];
                if (id.value().empty() || audio_->contains(id)) continue;
                error(node, "unknown_audio", fmt::format("there is no audio '{}'", id.value()),
                      pointer(pointer(path, i), "audioId"));
            }
        }
    }

    void check_dials() {
        for (std::size_t at = 0; at < graph_.nodes.size(); ++at) {
            const auto& node = graph_.nodes[at];
            if (!is_dial(node)) continue;
            if (node.id != graph_.start) {
                error(node, "dial_not_first", "only the first node can be a dial",
                      pointer(node.path, "type"));
                continue;
            }
            for (const auto behind : reached_unanswered(graph_, at)) {
                const auto& it = graph_.nodes[behind];
                if (may_run_unanswered(it.kind)) continue;
                error(it, "not_before_answer",
                      fmt::format("a {} node cannot run while nobody has answered", it.type),
                      pointer(it.path, "type"));
            }
        }
    }

    void check_cycles() {
        for (const auto at : on_endless_cycles(graph_)) {
            const auto& node = graph_.nodes[at];
            error(node, "cycle_without_wait",
                  "the flow can come back to this node without waiting for anything", node.path);
        }
    }

    void check_reach() {
        const auto start = graph_.places.find(graph_.start);
        if (start == graph_.places.end()) return;
        const auto reached = reached_from(graph_, {start->second});
        for (std::size_t at = 0; at < graph_.nodes.size(); ++at) {
            if (reached.contains(at)) continue;
            const auto& node = graph_.nodes[at];
            warn(node, "unreachable_node", "no way leads to this node", node.path);
        }
        for (const auto at : reading_unset(graph_)) {
            const auto& node = graph_.nodes[at];
            warn(node, "variable_read_before_set",
                 "no way to this node sets the variable that it reads",
                 pointer(pointer(node.path, "config"), "value"));
        }
    }

    const Graph& graph_;
    const KnownAudio& audio_;
    Problems found_;
};

} // namespace

Problems validate(const Draft& draft, const KnownAudio& audio) {
    return Examination{draft, audio}.examine();
}

Problems validate(std::string_view json, const KnownAudio& audio) {
    return validate(read_draft(json), audio);
}

} // namespace hatif::flow
