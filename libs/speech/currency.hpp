#pragma once

#include "base/result.hpp"
#include "speech/decimal.hpp"
#include "speech/speaker.hpp"

#include <string_view>
#include <vector>

namespace hatif::speech {

bool is_currency(std::string_view code);

/// Every currency that amounts are said in.
std::vector<std::string_view> currency_codes();

/// An amount to the smallest coin, rounded half away from zero: `12 dirham and 50 centime`.
/// Reasons: currency_unknown, number_too_large.
base::Result<Keys> say_amount(Language language, Decimal amount, std::string_view currency);

} // namespace hatif::speech
