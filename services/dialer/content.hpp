#pragma once

#include "flow/graph.hpp"
#include "media/engine.hpp"

#include <map>
#include <memory>
#include <string>

namespace hatif::dialer {

/// One version of a flow with all that it plays, in memory once and shared by its calls. An audio
/// that could not be had is missing; the node that plays it fails.
struct Content {
    std::string flow_name;
    flow::Graph graph;
    std::map<flow::PromptId, media::SharedPrompt> prompts;
};

using SharedContent = std::shared_ptr<const Content>;

} // namespace hatif::dialer
