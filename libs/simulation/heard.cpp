#include "simulation/heard.hpp"

#include "base/text.hpp"
#include "speech/plain_text.hpp"

#include <algorithm>
#include <utility>

namespace hatif::simulation {

namespace {

/// Of the words of one play, about: there may be thousands.
constexpr std::size_t longest_told = 2'000;

constexpr std::chrono::milliseconds time_of_a_character{70}; // about 14 a second

Sound bare(const flow::Piece& piece) {
    const auto* key = std::get_if<flow::SpokenKey>(&piece);
    if (key != nullptr) return {words_of(key->key)};
    if (const auto* text = std::get_if<flow::SpokenText>(&piece)) {
        return {text->text, spoken_length(text->text)};
    }
    return {std::get<flow::PromptId>(piece).value()};
}

bool is_secret(const flow::Piece& piece) {
    if (const auto* key = std::get_if<flow::SpokenKey>(&piece)) return key->secret;
    const auto* text = std::get_if<flow::SpokenText>(&piece);
    return text != nullptr && text->secret;
}

/// The text of many pieces. Words of one language that follow each other are one saying, as who
/// hears them cannot tell it either: "vingt et un".
class Telling {
public:
    void tell(const flow::Piece& piece, const std::string& text) {
        if (is_secret(piece)) {
            end_saying();
            if (!hid_) add(flow::masked);
            hid_ = true;
            return;
        }
        hid_ = false;
        const auto* key = std::get_if<flow::SpokenKey>(&piece);
        if (key == nullptr || key->language != language_) end_saying();
        if (key == nullptr) return add(text);
        language_ = key->language;
        saying_.push_back(key->key);
    }

    std::string text() && {
        end_saying();
        return std::move(text_);
    }

private:
    void end_saying() {
        if (!saying_.empty()) add(speech::plain_text(language_, saying_));
        saying_.clear();
    }

    void add(std::string_view words) {
        if (cut_) return;
        if (!text_.empty()) text_ += ' ';
        cut_ = text_.size() > longest_told;
        text_ += cut_ ? "…" : words;
    }

    std::string text_;
    speech::Keys saying_;
    speech::Language language_ = speech::Language::ar;
    bool hid_ = false; // what came last was a secret
    bool cut_ = false;
};

} // namespace

std::chrono::milliseconds spoken_length(std::string_view text) {
    const auto characters = static_cast<long>(base::length_in_characters(text));
    return std::max(std::chrono::milliseconds{500}, characters * time_of_a_character);
}

std::string words_of(std::string_view key) {
    std::string words{key};
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

flow::OrFault<Sound> sound_of(const flow::Pieces& pieces, const Lookup& lookup) {
    Telling telling;
    std::chrono::milliseconds length{0};
    for (const auto& piece : pieces) {
        const auto sound = lookup ? lookup(piece) : flow::OrFault<Sound>{bare(piece)};
        if (!sound) return tl::unexpected{sound.error()};
        length += sound->length;
        telling.tell(piece, sound->text);
    }
    return Sound{std::move(telling).text(), length};
}

} // namespace hatif::simulation
