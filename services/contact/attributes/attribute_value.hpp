#pragma once

#include "base/result.hpp"
#include "contact/attributes/custom_attribute.hpp"
#include "phone/country.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hatif::contact {

/// A number as the document writes it.
struct JsonNumber {
    std::string_view token;
};

/// Neither text, number, true nor false: an object or a list.
struct JsonOther {};

/// A JSON value, null excepted.
using JsonValue = std::variant<JsonOther, bool, JsonNumber, std::string_view>;

/// The value as it is stored: JSON, numbers and texts as they were written. None for an empty text,
/// which clears. Refused with what the type asks for: "must be a number".
base::Result<std::optional<std::string>>
read_attribute(AttributeType type, const JsonValue& value, const phone::Country& home);

/// Are the two numbers equal, however they are written (1500, 1500.0, 15e2)? Exact.
bool same_number(std::string_view one, std::string_view other);

} // namespace hatif::contact
