#include "flow/references.hpp"

#include "base/overloaded.hpp"
#include "flow/link.hpp"

namespace hatif::flow {

namespace {

void add(std::vector<ValueSource>& all, std::vector<ValueSource> more) {
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

std::vector<Spoken> spoken_by(const Kind& kind) {
    if (const auto* node = std::get_if<PlayNode>(&kind)) return {{node->items, "audioItems"}};
    if (const auto* node = std::get_if<SayNode>(&kind)) return {{node->play.items, "text"}};
    if (const auto* node = std::get_if<DtmfNode>(&kind)) {
        return {{node->prompt, "prompt"}, {node->invalid_prompt, "invalidPrompt"}};
    }
    return {};
}

std::vector<ValueSource> sources_of(const Kind& kind) {
    std::vector<ValueSource> all;
    if (const auto* node = std::get_if<ConditionNode>(&kind)) add(all, sources_of(node->condition));
    if (const auto* node = std::get_if<SetVariableNode>(&kind)) add(all, sources_of(node->value));
    if (const auto* node = std::get_if<TransferNode>(&kind)) add(all, sources_of(node->to));
    if (const auto* node = std::get_if<HttpRequestNode>(&kind)) add(all, sources_of(*node));
    for (const auto& [items, member] : spoken_by(kind)) {
        for (const auto& item : items) {
            if (const auto* value = value_of(item)) add(all, sources_of(*value));
        }
    }
    return all;
}

References references_of(const PlayItem& item) {
    References found;
    if (const auto* audio = std::get_if<AudioItem>(&item)) {
        if (!audio->audio.value().empty()) found.audio_ids.insert(audio->audio);
        for (const auto& [language, id] : audio->by_language) found.audio_ids.insert(id);
    }
    if (const auto* voice = voice_of(item)) {
        if (voice->dictionary) found.dictionary_ids.insert(*voice->dictionary);
        for (const auto& [language, id] : voice->by_language) found.dictionary_ids.insert(id);
    }
    return found;
}

References references_of(const Graph& graph) {
    References all;
    all.flow_ids = flows_named_by(graph);
    for (const auto& node : graph.nodes) {
        for (const auto& [items, member] : spoken_by(node.kind)) {
            for (const auto& item : items) {
                auto found = references_of(item);
                all.audio_ids.merge(found.audio_ids);
                all.dictionary_ids.merge(found.dictionary_ids);
            }
        }
        for (const auto& source : sources_of(node.kind)) {
            const bool attribute = source.kind == ValueSource::Kind::custom_attribute;
            if (attribute && !source.name.empty()) all.attributes.insert(source.name);
        }
    }
    return all;
}

} // namespace hatif::flow
