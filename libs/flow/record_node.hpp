#pragma once

#include "flow/words.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A `record` node keeps what the other side says.
///
///     recording  -- it is over -------->  left by onComplete, or onTimeout: nothing was said
///     recording  -- terminator -------->  stopping
///     stopping   -- it is over -------->  left likewise
///     either     -- it failed --------->  left by onError
///
/// A recording ends by itself, by silence or by its length. Other keys change nothing. The variable
/// takes the id of a recording in which something was said.
namespace hatif::flow {

class ConfigReader;

struct RecordNode {
    std::chrono::milliseconds max_duration{60'000};
    std::chrono::milliseconds silence_timeout{3'000}; // silence that ends it
    bool beep = true;                                 // a tone before it begins
    std::optional<char> terminator{};                 // the key that ends it
    std::string variable;                             // takes its id; empty: none does

    bool operator==(const RecordNode&) const = default;
};

// clang-format off
struct Recording { bool operator==(const Recording&) const = default; };
struct Stopping  { bool operator==(const Stopping&)  const = default; };
struct Recorded  { bool operator==(const Recorded&)  const = default; };
using RecordState = std::variant<Recording, Stopping, Recorded>;
// clang-format on

struct RecordStep {
    RecordState next;
    Commands commands;
};

RecordNode read_record(ConfigReader& config);

RecordStep enter(const RecordNode& node, const Scope& scope);
RecordStep step(const RecordNode& node, const RecordState& state, const Event& event);

/// What the node holds is let go: the call is over, or goes another way.
Commands release(const RecordState& state);

std::vector<Leave> exits(const RecordNode& node);

} // namespace hatif::flow
