#pragma once

#include "base/result.hpp"
#include "flow/operand.hpp"
#include "flow/reading.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hatif::flow {

/// A text with places in it where values come to stand.
struct Template {
    /// What a value looks like there: as its text; percent-encoded, but for the letters, digits and
    /// `-._~` of RFC 3986; as JSON.
    enum class As { text, url, json };

    struct Place {
        Operand value;
        As as = As::text;

        bool operator==(const Place&) const = default;
    };

    std::vector<std::variant<std::string, Place>> parts;

    bool operator==(const Template&) const = default;
};

/// All that it reads.
std::vector<ValueSource> sources_of(const Template& it);

/// "https://example.org/{{contact.language}}/{{code}}": names are those of expressions, and their
/// values are percent-encoded. A refusal says what is wrong.
base::Result<Template> parse_url(std::string_view text);

/// The text with its values; secret, when one of them is. Faults: those of the values;
/// text_too_long, beyond so many bytes.
OrFault<Variable> filled(const Template& it, std::size_t most_bytes, Reading& reading);

} // namespace hatif::flow
