#include "dialer/content/utterance.hpp"

#include "base/text.hpp"
#include "flow/references.hpp"
#include "flow/speak.hpp"

#include <set>

namespace hatif::dialer {

Utterance utterance_of(const flow::SpokenText& piece) {
    return {piece.text, piece.language, piece.voice};
}

std::vector<Utterance> literals_of(const flow::Graph& graph,
                                   std::optional<speech::Language> language) {
    std::set<Utterance> all;
    for (const auto& node : graph.nodes) {
        for (const auto& [items, member] : flow::spoken_by(node.kind)) {
            for (const auto& item : items) {
                const auto* spoken = std::get_if<flow::TextItem>(&item);
                const auto* value =
                    spoken == nullptr ? nullptr : std::get_if<flow::Value>(&spoken->value);
                const auto in = spoken != nullptr && spoken->language ? spoken->language : language;
                if (value == nullptr || !in) continue;
                auto text = flow::sayable(*value);
                if (!base::trimmed(text).empty()) {
                    all.insert({std::move(text), *in, spoken->voice});
                }
            }
        }
    }
    return {all.begin(), all.end()};
}

} // namespace hatif::dialer
