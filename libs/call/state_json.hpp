#pragma once

#include "base/result.hpp"
#include "call/state.hpp"

#include <string>
#include <string_view>

namespace hatif::call {

/// The whole state as a JSON object: what is read from it equals what was written. Secrets are in
/// it.
std::string to_json(const State& state);

base::Result<State> state_from_json(std::string_view json);

} // namespace hatif::call
