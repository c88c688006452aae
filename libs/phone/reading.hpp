#pragma once

#include "base/result.hpp"
#include "phone/country.hpp"
#include "phone/phone_number.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hatif::phone {

enum class Kind {
    valid,    ///< a number of its country's plan
    possible, ///< the right length, no known range
    invalid,  ///< no number (a short code, a few digits): kept, never dialled
};

/// What a text says when it is read as a phone.
struct Reading {
    Kind kind = Kind::invalid;
    /// Unless invalid.
    std::optional<PhoneNumber> number;
    /// Two texts are the same phone when these are equal: E.164, else the digits alone.
    std::string match_key;
    /// The digits as dialled within its own country: "0612345678". For search, where people type
    /// parts of either spelling. Empty when invalid.
    std::string national_digits;

    bool operator==(const Reading&) const = default;
};

/// Reads any spelling; without a country code it is a number of `home`. Digits that can be no
/// number there are also tried as a country code and a number ("33612345678" in Morocco).
/// Refused: what holds no digit, and what a spreadsheet has damaged ("2.12E+11").
///
/// A plain valid number of whose neighbours (all but the last four digits alike) one was read
/// before costs a look-up; others 10 to 20 µs. From any thread.
base::Result<Reading> read(std::string_view text, const Country& home);

/// The same without the memory of neighbours: the specification that `read` is tested against.
base::Result<Reading> read_anew(std::string_view text, const Country& home);

} // namespace hatif::phone
