#pragma once

#include "flow/play_item.hpp"
#include "flow/words.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A `dtmf` node asks one question and takes keys as the answer: one in mode `single_digit`,
/// several in mode `multi_digit`.
///
///     asking      -- prompt over -------->  listening
///     asking,     -- key: the answer ---->  left          a key during the prompt counts
///     listening,  -- key: one of several ->  collecting    the first, or one more
///     collecting  -- key: a wrong one --->  asking        while retries remain, else left
///     listening   -- silence ------------>  asking        while retries remain, else left
///     collecting  -- silence ------------>  left          too few keys are a wrong answer
///     asking      -- prompt failed ------>  left by onError
///
/// A key kept from a play with barge-in is the first one, before the question is asked.
namespace hatif::flow {

class ConfigReader;

/// How several keys are one answer: it ends with the terminator, with the last key that fits, or
/// with a silence once there are enough.
struct MultiDigit {
    std::size_t least = 1;
    std::size_t most = 32;
    std::optional<char> terminator = '#'; // no part of the answer
    std::chrono::milliseconds between{3'000};

    bool operator==(const MultiDigit&) const = default;
};

/// What the author of the flow wrote. Every call shares it; no call changes it.
struct DtmfNode {
    PlayItems prompt;
    PlayItems invalid_prompt; // said before the question is asked again after a wrong key
    std::string allowed_digits = "0123456789*#"; // as a single digit
    std::optional<MultiDigit> several{};         // none: a single digit
    std::chrono::milliseconds timeout{10'000};   // how long to listen after the prompt
    int max_retries = 0;
    std::string variable; // takes the answer; empty: none does
    bool secret = false;  // the keys are shown nowhere

    bool operator==(const DtmfNode&) const = default;
};

// clang-format off

/// Where one call stands in the node. The whole of it: two equal states go on alike. The round
/// counts plays and timers, `tries` the wrong answers and silences before.
struct Asking     { int round; int tries;                     bool operator==(const Asking&)     const = default; };
struct Listening  { int round; int tries;                     bool operator==(const Listening&)  const = default; };
struct Collecting { int round; int tries; std::string digits; bool operator==(const Collecting&) const = default; };
struct Left       {                                           bool operator==(const Left&)       const = default; };
using DtmfState = std::variant<Asking, Listening, Collecting, Left>;

// clang-format on

struct DtmfStep {
    DtmfState next;
    Commands commands;
};

DtmfNode read_dtmf(ConfigReader& config);

/// The first step: ask.
DtmfStep enter(const DtmfNode& node, const Scope& scope);

/// Every later step. An event that comes late or out of turn changes nothing and commands nothing.
DtmfStep step(const DtmfNode& node, const DtmfState& state, const Event& event, const Scope& scope);

/// What the node holds is let go: the call is over.
Commands release(const DtmfState& state);

/// Ways out besides the branches of `is_branch`.
std::vector<Leave> exits(const DtmfNode& node);

/// An answer that the node can take has this output as its branch.
bool is_branch(const DtmfNode& node, const Output& output);

} // namespace hatif::flow
