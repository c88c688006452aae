#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hatif::phone {

/// The text as ASCII digits with at most a plus before them: spaces, dashes, dots, brackets,
/// slashes and invisible marks of direction go, digits of any script become 0 to 9.
/// Nothing when anything else is in it (an extension, a letter).
std::optional<std::string> plain(std::string_view utf8);

/// Only the digits of it, of any script, as 0 to 9.
std::string digits_of(std::string_view utf8);

/// Was it a number until a spreadsheet stored it as one? "2.12E+11", "612345678.0": the last
/// digits are lost or made up.
bool is_spreadsheet_damage(std::string_view text);

} // namespace hatif::phone
