#include "program_scheduler/content/flow.hpp"

#include "flow/play_item.hpp"
#include "flow/read_graph.hpp"
#include "flow/references.hpp"
#include "program_scheduler/content/field_check.hpp"

#include <set>
#include <simdjson.h>

namespace hatif::program_scheduler {

namespace {

namespace dom = simdjson::dom;

constexpr Length name_length{1, 255};
constexpr Length description_length{0, 500};
constexpr std::size_t longest_graph = 1 << 20;

bool is_object(std::string_view json) {
    dom::parser parser;
    dom::object object;
    return parser.parse(json.data(), json.size()).get(object) == simdjson::SUCCESS;
}

/// Without the spaces and line ends between its words.
std::string plain(std::string_view json) {
    dom::parser parser;
    dom::element element;
    if (parser.parse(json.data(), json.size()).get(element) != simdjson::SUCCESS) {
        return std::string{json};
    }
    return simdjson::minify(element);
}

std::string read_graph_text(const std::optional<std::string>& sent, FieldCheck& check) {
    if (!sent || sent->empty()) {
        check.refuse("graph", "is required");
    } else if (sent->size() > longest_graph) {
        check.refuse("graph", "must be at most 1 MiB");
    } else if (!is_object(*sent)) {
        check.refuse("graph", "must be an object");
    } else {
        return *sent;
    }
    return {};
}

} // namespace

base::Result<FlowWords> read_flow_words(const FlowSent& sent) {
    FieldCheck check;
    FlowWords words;
    words.name = check.required("name", sent.name, name_length);
    words.description = check.optional("description", sent.description, description_length);
    words.graph = read_graph_text(sent.graph, check);
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

base::Result<FlowWords> changed(FlowWords words, const FlowSent& sent) {
    FieldCheck check;
    if (sent.name) words.name = check.required("name", sent.name, name_length);
    if (sent.description) {
        words.description = check.optional("description", sent.description, description_length);
    }
    if (sent.graph) words.graph = read_graph_text(sent.graph, check);
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    return words;
}

bool differs(const FlowWords& now, const FlowWords& before) {
    if (now.name != before.name) return true;
    return now.graph != before.graph && plain(now.graph) != plain(before.graph);
}

base::Result<std::string> graph_of(std::string_view document) {
    FieldCheck check;
    dom::parser parser;
    dom::object whole;
    if (document.size() > longest_graph) {
        check.refuse("graph", "must be at most 1 MiB");
    } else if (parser.parse(document.data(), document.size()).get(whole) != simdjson::SUCCESS) {
        check.refuse("graph", "must be an object");
    }
    if (auto checked = check.result(); !checked) return base::fail(checked.error());
    // A graph has no member `graph` of its own.
    dom::element graph;
    if (whole["graph"].get(graph) == simdjson::SUCCESS) return simdjson::minify(graph);
    return std::string{document};
}

std::set<flow::DictionaryId> built_in_of(const flow::Graph& graph) {
    std::set<flow::DictionaryId> all;
    for (const auto& node : graph.nodes) {
        for (const auto& [items, member] : flow::spoken_by(node.kind)) {
            for (const auto& item : items) {
                const auto* voice = flow::voice_of(item);
                if (voice == nullptr) continue;
                for (const auto language : speech::languages) {
                    const bool may_be = !voice->language || *voice->language == language;
                    if (may_be) all.insert(flow::built_in(language));
                }
            }
        }
    }
    return all;
}

FlowContent content_of(std::string_view graph) {
    const auto read = flow::read_draft(graph).graph;
    auto named = flow::references_of(read);
    named.dictionary_ids.merge(built_in_of(read));
    FlowContent content;
    for (const auto& text : named.audio_ids) {
        if (const auto id = base::Uuid::parse(text.value())) content.audios.emplace_back(*id);
    }
    for (const auto& text : named.dictionary_ids) {
        if (const auto id = base::Uuid::parse(text.value())) content.dictionaries.emplace_back(*id);
    }
    for (const auto& text : named.flow_ids) {
        if (const auto id = base::Uuid::parse(text)) content.flows.emplace_back(*id);
    }
    return content;
}

} // namespace hatif::program_scheduler
