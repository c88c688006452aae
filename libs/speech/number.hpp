#pragma once

#include "base/result.hpp"
#include "speech/language.hpp"
#include "speech/speaker.hpp"

#include <optional>
#include <string_view>

namespace hatif::speech {

/// full: 1,250 as a number; digits: one by one, as phone numbers are said; ordinal: the 1,250th;
/// currency: as an amount.
enum class NumberMode { full, digits, ordinal, currency };

std::optional<NumberMode> number_mode_named(std::string_view text);

/// The keys of a number as people write it: "-12.5", "+212 612-345678" for digits. `currency` is
/// ISO 4217, for amounts. Reasons: not_a_number, number_too_large, no_ordinal, currency_unknown.
base::Result<Keys>
say_number(Language language, NumberMode mode, std::string_view text, std::string_view currency);

} // namespace hatif::speech
