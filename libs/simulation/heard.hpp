#pragma once

#include "flow/reading.hpp"
#include "flow/words.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace hatif::simulation {

/// One piece as a reader sees it, and how long it is heard.
struct Sound {
    std::string text;
    std::chrono::milliseconds length{1'000};
};

/// What a piece sounds like where the flow is to run; a fault: it cannot be played. Without a
/// lookup a recording is its id, and each takes a second; a text is itself. Words of a dictionary
/// are told by their language (`speech::plain_text`), whatever text they have here.
using Lookup = std::function<flow::OrFault<Sound>(const flow::Piece& piece)>;

/// The sound of all pieces, in their order. What is secret is one mask, however many words it has.
flow::OrFault<Sound> sound_of(const flow::Pieces& pieces, const Lookup& lookup);

/// How long a voice needs for a text, about; half a second at least.
std::chrono::milliseconds spoken_length(std::string_view text);

/// A key as words: "20_feminine" is "20 feminine".
std::string words_of(std::string_view key);

} // namespace hatif::simulation
