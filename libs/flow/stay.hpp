#pragma once

#include "flow/validate.hpp"

#include <chrono>

namespace hatif::flow {

/// How long a call can be in a node at most, all tries of a question together.
struct Stay {
    std::chrono::milliseconds known{0}; ///< as far as it is known
    bool whole = true;                  ///< nothing is said in it whose length nobody knows

    Stay& operator+=(const Stay& more) {
        known += more.known;
        whole = whole && more.whole;
        return *this;
    }
    bool operator==(const Stay&) const = default;
};

/// Recordings take as long as they are, words of a dictionary as long as its longest one. Of a text
/// for a voice engine it is taken that a character takes a fifth of a second, after two seconds.
/// What a value says that comes with the call is known where it has a bound: of a date, an amount,
/// an ordinal and a word.
Stay longest_stay(const Kind& kind, const Known& known);

} // namespace hatif::flow
