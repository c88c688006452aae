#pragma once

#include "call/event_json.hpp"
#include "flow/graph.hpp"
#include "simulation/recorded_call.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::simulation {

/// What is told of an input instead of a key that a secret hid.
struct HiddenKey {
    std::optional<std::string> output; ///< none yet: the answer is not whole
    bool again = false;                ///< it was wrong, and was asked for again
};

/// Nothing: the input hides none. Not only a key may: a silence or a prompt's end that completes
/// what was keyed before.
std::optional<HiddenKey> hidden_in(const call::fact::Input& input);

/// It is a key, and not told.
bool is_hidden_key(const call::fact::Input& input);

/// Keys that it may have been, the likeliest first. `following` is the run of hidden inputs from
/// this key on; `digits` are those that the node holds already. A branch that was taken tells its
/// keys; all others stand in the order of `order`.
std::string
likely_keys(const std::vector<HiddenKey>& following, std::size_t digits, std::string_view order);

/// A value that a server answered and that is not told is among the input's.
bool hides_value(const call::fact::Input& input);

/// What stands for all that was hidden in one call.
struct Guess {
    std::string_view order; ///< of keys
    call::StandIns values;
};

/// To try, one call after the other: what a flow computes of a secret may differ for a zero, or for
/// what is no number, no number of a telephone, no address, no date.
const std::array<Guess, 4>& guesses();

} // namespace hatif::simulation
