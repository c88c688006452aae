#pragma once

#include "speech/date.hpp"
#include "speech/language.hpp"
#include "speech/number.hpp"

#include <set>
#include <string>
#include <string_view>

namespace hatif::speech {

/// Every key that some number said in this mode needs. `currency` is for amounts; of an unknown one
/// there are none.
std::set<std::string>
keys_needed(Language language, NumberMode mode, std::string_view currency = "MAD");

/// Every key that some date between the years 1900 and 2099, or some time, needs.
std::set<std::string> keys_needed(Language language, DateMode mode);

} // namespace hatif::speech
