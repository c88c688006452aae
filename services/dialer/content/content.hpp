#pragma once

#include "flow/graph.hpp"
#include "media/engine.hpp"

#include <tl/expected.hpp>

#include <map>
#include <memory>
#include <string>

namespace hatif::dialer {

/// A dictionary: in which language it is, and its recordings by key.
struct Dictionary {
    std::string language; ///< "ar", "fr", "en"
    std::map<std::string, media::SharedPrompt, std::less<>> recordings;
};
using SharedDictionary = std::shared_ptr<const Dictionary>;

/// One version of a flow with all that it plays, in memory once and shared by its calls. An audio
/// or a dictionary that could not be had is missing; the node that plays it fails.
struct Content {
    std::string flow_name;
    flow::Graph graph;
    std::map<flow::PromptId, media::SharedPrompt> prompts;
    std::map<flow::DictionaryId, SharedDictionary> dictionaries;
};

/// Finds the recording of a piece that is one; else why there is none, which shows no secret word.
/// A word that its dictionary lacks is taken from the built-in one of its language. A text is none:
/// it is spoken (content/spoken.hpp).
tl::expected<media::SharedPrompt, flow::Fault> recording_of(const Content& content,
                                                            const flow::Piece& piece);

using SharedContent = std::shared_ptr<const Content>;

} // namespace hatif::dialer
