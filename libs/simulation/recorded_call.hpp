#pragma once

#include "call/fact.hpp"

#include <vector>

namespace hatif::simulation {

/// A fact that a call told of itself, and the step of the engine that it follows from.
struct RecordedFact {
    int step = 0;
    call::Fact what;

    bool operator==(const RecordedFact&) const = default;
};

/// All of them, in the order in which they were told. Facts besides the engine's (another trunk, a
/// recording that was stored) are not among them.
using RecordedCall = std::vector<RecordedFact>;

} // namespace hatif::simulation
