#pragma once

#include "flow/validate.hpp"

namespace hatif::flow {

/// What is wrong with what nodes say: unknown recordings and dictionaries, and words that a
/// dictionary does not have.
void examine_speech(const Graph& graph, const Known& known, Problems& found);

} // namespace hatif::flow
