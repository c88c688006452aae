#pragma once

#include "flow/play_node.hpp"

/// A `say` node has a voice engine speak a text.
///
///     playing  -- prompt over ------>  left by onComplete
///     playing  -- key, barge-in ---->  left by onComplete     the key is kept for the next dtmf
///     playing  -- prompt failed ---->  left by onError        no engine, or it cannot speak this
///
/// It is a play of one text. What cannot be said is its error at once: value_missing (there is no
/// text), too_much_to_say (more than 2,000 characters), language_unknown.
namespace hatif::flow {

struct SayNode {
    PlayNode play; // of one text

    bool operator==(const SayNode&) const = default;
};

SayNode read_say(ConfigReader& config);

PlayStep enter(const SayNode& node, const Scope& scope);
PlayStep step(const SayNode& node, const PlayState& state, const Event& event);

std::vector<Leave> exits(const SayNode& node);

} // namespace hatif::flow
