#include "flow/play_item.hpp"

#include "base/overloaded.hpp"

namespace hatif::flow {

const Voice* voice_of(const PlayItem& item) {
    const auto table = base::overloaded{
        [](const AudioItem&) -> const Voice* { return nullptr; },
        [](const auto& it) -> const Voice* { return &it.voice; },
    };
    return std::visit(table, item);
}

const Operand* value_of(const PlayItem& item) {
    const auto table = base::overloaded{
        [](const AudioItem&) -> const Operand* { return nullptr; },
        [](const auto& it) -> const Operand* { return &it.value; },
    };
    return std::visit(table, item);
}

PlayItems recordings(const std::vector<PromptId>& audios) {
    PlayItems items;
    for (const auto& audio : audios) items.emplace_back(AudioItem{audio});
    return items;
}

} // namespace hatif::flow
