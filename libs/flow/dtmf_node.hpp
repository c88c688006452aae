#pragma once

#include "flow/words.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

/// A `dtmf` node in mode `single_digit` asks one question and takes one key as the answer.
///
///     asking     -- prompt over ----->  listening
///     asking     -- allowed key ----->  left          a key during the prompt counts
///     listening  -- allowed key ----->  left
///     both       -- any other key --->  asking        while retries remain, else left
///     listening  -- silence --------->  asking        while retries remain, else left
///     asking     -- prompt failed --->  left by onError
///
/// A key kept from a play with barge-in answers before the question is asked.
namespace hatif::flow {

class ConfigReader;

/// What the author of the flow wrote. Every call shares it; no call changes it.
struct DtmfNode {
    Prompts prompt;
    Prompts invalid_prompt; // said before the question is asked again after a wrong key
    std::string allowed_digits = "0123456789*#";
    std::chrono::milliseconds timeout{10'000}; // how long to listen after the prompt
    int max_retries = 0;
    std::string variable; // takes the key; empty: none does
    bool secret = false;  // the key is shown nowhere

    bool operator==(const DtmfNode&) const = default;
};

// clang-format off

/// Where one call stands in the node. The whole of it: two equal states go on alike.
struct Asking    { int round; bool operator==(const Asking&)    const = default; };
struct Listening { int round; bool operator==(const Listening&) const = default; };
struct Left      {            bool operator==(const Left&)      const = default; };
using DtmfState = std::variant<Asking, Listening, Left>;

// clang-format on

struct DtmfStep {
    DtmfState next;
    Commands commands;
};

DtmfNode read_dtmf(ConfigReader& config);

/// The first step: ask.
DtmfStep enter(const DtmfNode& node, const Scope& scope);

/// Every later step. An event that comes late or out of turn changes nothing and commands nothing.
DtmfStep step(const DtmfNode& node, const DtmfState& state, const Event& event);

/// What the node holds is let go: the call is over.
Commands release(const DtmfState& state);

std::vector<Leave> exits(const DtmfNode& node);

} // namespace hatif::flow
