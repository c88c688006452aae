#pragma once

#include "flow/words.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A `split` node divides the people who are called among branches by weight, and goes on at once.
///
///     entered  -- the person's share -->  left by that branch's name
///
/// The same person goes the same way in every call: hash64(salt, person) is a place between 0 and
/// 2^64 (its upper 32 bits are taken), and the branches take their weights' parts of that in their
/// order. So other weights move only those people who stand between an old border and a new one.
/// The person is the contact's id, else the number that was called, else the call. Splits with the
/// same salt and weights divide people alike; without one the salt is the node's id, and two splits
/// divide independently.
namespace hatif::flow {

class ConfigReader;

struct SplitNode {
    struct Branch {
        std::string name;
        int weight = 1; // 1 to 10,000

        bool operator==(const Branch&) const = default;
    };

    std::vector<Branch> branches;
    std::string salt;

    bool operator==(const SplitNode&) const = default;
};

/// 64-bit FNV-1a over the salt, a NUL and the person, its bits then mixed: neighbours in a list of
/// ids would else stay neighbours. The same on every machine, for ever: campaigns rely on it.
std::uint64_t hash64(std::string_view salt, std::string_view person);

SplitNode read_split(ConfigReader& config);

/// All that it does.
Commands enter(const SplitNode& node, const Scope& scope);

std::vector<Leave> exits(const SplitNode& node);

} // namespace hatif::flow
