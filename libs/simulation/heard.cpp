#include "simulation/heard.hpp"

#include <algorithm>

namespace hatif::simulation {

namespace {

/// Of the words of one play, about: there may be thousands.
constexpr std::size_t longest_told = 2'000;

Sound bare(const flow::Piece& piece) {
    const auto* key = std::get_if<flow::SpokenKey>(&piece);
    if (key != nullptr) return {words_of(key->key)};
    return {std::get<flow::PromptId>(piece).value()};
}

bool is_secret(const flow::Piece& piece) {
    const auto* key = std::get_if<flow::SpokenKey>(&piece);
    return key != nullptr && key->secret;
}

} // namespace

std::string words_of(std::string_view key) {
    std::string words{key};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

flow::OrFault<Sound> sound_of(const flow::Pieces& pieces, const Lookup& lookup) {
    Sound all{{}, std::chrono::milliseconds{0}};
    bool hid = false;
    bool cut = false;
    for (const auto& piece : pieces) {
        const auto sound = lookup ? lookup(piece) : flow::OrFault<Sound>{bare(piece)};
        if (!sound) return tl::unexpected{sound.error()};
        all.length += sound->length;
        const bool hides = is_secret(piece);
        if (!(hides && hid) && !cut) {
            if (!all.text.empty()) all.text += ' ';
            cut = all.text.size() > longest_told;
            all.text += cut ? "…" : hides ? std::string{flow::masked} : sound->text;
        }
        hid = hides;
    }
    return all;
}

} // namespace hatif::simulation
