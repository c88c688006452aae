#pragma once

#include "flow/graph.hpp"
#include "flow/words.hpp"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace hatif::dialer {

/// A text as a voice engine is asked to speak it.
struct Utterance {
    std::string text;
    speech::Language language = speech::Language::fr;
    std::string voice{};

    auto operator<=>(const Utterance&) const = default;
};

Utterance utterance_of(const flow::SpokenText& piece);

/// What a flow says word for word in every call, each once: it may be spoken before the first of
/// them. Where the contact's own language is spoken, it is taken to be this one.
std::vector<Utterance> literals_of(const flow::Graph& graph,
                                   std::optional<speech::Language> language);

} // namespace hatif::dialer
