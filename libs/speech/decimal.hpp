#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace hatif::speech {

/// A number as people write it: digits, and digits after the point.
struct Decimal {
    bool negative = false;
    std::uint64_t whole = 0;
    std::string fraction{}; ///< as written: "50" is not "5"

    bool operator==(const Decimal&) const = default;
};

/// The largest number that can be said, besides its fraction.
inline constexpr std::uint64_t largest = 999'999'999'999;

/// "-12.50", "١٢". Reasons: not_a_number, number_too_large.
base::Result<Decimal> read_decimal(std::string_view text);

/// With exactly so many digits after the point, rounded half away from zero.
Decimal rounded(Decimal number, std::size_t places);

/// The digits of other scripts as 0 to 9.
std::string western_digits(std::string_view text);

} // namespace hatif::speech
