#pragma once

#include "phone/phone_number.hpp"

#include <string>
#include <vector>

namespace hatif::phone {

/// So many digits of a number decide about its zones.
constexpr std::size_t digits_of_place = 8;

/// The time zones that whoever has this number may be in, by libphonenumber's facts: IANA names,
/// sorted. One where the first digits name a place; all of the country for those that move about
/// (most mobile numbers). None: nothing is known (numbers of no country, as +800 and satellites).
/// Valid for ever; costs a few nanoseconds for each of the digits that decide.
const std::vector<std::string>& zones_of(const PhoneNumber& number);

} // namespace hatif::phone
