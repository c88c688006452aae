#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatif::base {

/// Without the spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

/// The parts between the separators: "a,,b" gives three. An empty text gives none.
std::vector<std::string_view> split(std::string_view text, char separator);

bool is_utf8(std::string_view text);

/// How many characters (code points) a valid UTF-8 text has.
std::size_t length_in_characters(std::string_view utf8);

/// The text with U+FFFD in the place of every byte that is no part of a UTF-8 character.
std::string healed(std::string_view text);

/// At most so many of the characters at its front; "…" at the end tells that there were more.
std::string shortened(std::string_view utf8, std::size_t most_characters);

/// Bytes as lower-case hexadecimal, and back.
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view hex);

/// The text percent-encoded, all but A-Z a-z 0-9 - . _ ~ (RFC 3986, section 2.3) and what is to be
/// kept.
std::string percent_encoded(std::string_view text, std::string_view keep = {});

/// A text as a JSON string with its quotes (RFC 8259; what is below 0x20, `"` and `\` escaped).
/// What is no UTF-8 is healed, so that one bad byte never spoils a whole answer.
void append_json_string(std::string& out, std::string_view text);

} // namespace hatif::base
