#pragma once

#include "flow/play_item.hpp"
#include "flow/reading.hpp"

namespace hatif::flow {

inline constexpr std::size_t longest_spoken_text = 2'000; ///< characters, for a voice engine

/// The text of a value that is to be said: what computing leaves of nothing, such as 1e-17, has no
/// exponent, but six digits.
std::string sayable(const Value& value);

/// What the items come to now, for the one who is called. Faults: variable_not_set, value_missing,
/// language_unknown, those of libs/speech (not_a_number, not_a_date, …) and of expressions;
/// too_much_to_say, beyond a thousand pieces, or 2,000 characters of a text.
OrFault<Pieces> pieces_of(const PlayItems& items, Reading& reading);

} // namespace hatif::flow
