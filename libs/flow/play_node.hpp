#pragma once

#include "flow/play_item.hpp"
#include "flow/words.hpp"

#include <variant>
#include <vector>

/// A `play` node says something.
///
///     playing  -- prompt over ------>  left by onComplete
///     playing  -- key, barge-in ---->  left by onComplete     the key is kept for the next dtmf
///     playing  -- prompt failed ---->  left by onError
///
/// Without barge-in keys change nothing. What cannot be said is its error at once.
namespace hatif::flow {

class ConfigReader;

struct PlayNode {
    PlayItems items;
    bool barge_in = false;
    int repeat = 1; // how often all of it is said

    bool operator==(const PlayNode&) const = default;
};

// clang-format off
struct Playing { bool operator==(const Playing&) const = default; };
struct Played  { bool operator==(const Played&)  const = default; };
using PlayState = std::variant<Playing, Played>;
// clang-format on

struct PlayStep {
    PlayState next;
    Commands commands;
};

PlayNode read_play(ConfigReader& config);

PlayStep enter(const PlayNode& node, const Scope& scope);
PlayStep step(const PlayNode& node, const PlayState& state, const Event& event);

/// What the node holds is let go: the call is over.
Commands release(const PlayState& state);

std::vector<Leave> exits(const PlayNode& node);

} // namespace hatif::flow
