#include "flow/play_item.hpp"

#include "base/overloaded.hpp"

namespace hatif::flow {

DictionaryId built_in(speech::Language language) {
    // The last digits are the language's letters.
    switch (language) {
    case speech::Language::ar:
        return DictionaryId{"00000000-0000-4000-8000-000000006172"};
    case speech::Language::fr:
        return DictionaryId{"00000000-0000-4000-8000-000000006672"};
    case speech::Language::en:
        break;
    }
    return DictionaryId{"00000000-0000-4000-8000-00000000656e"};
}

const Voice* voice_of(const PlayItem& item) {
    const auto table = base::overloaded{
        [](const AudioItem&) -> const Voice* { return nullptr; },
        [](const TextItem&) -> const Voice* { return nullptr; },
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
