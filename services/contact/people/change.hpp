#pragma once

#include "base/error.hpp"
#include "contact/attributes/attribute_values.hpp"
#include "contact/people/text_field.hpp"
#include "phone/reading.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace hatif::contact {

/// A member that may be left out, cleared or set: not sent, sent empty, sent.
template <class T>
using Sent = std::optional<std::optional<T>>;

/// A phone as it was sent, and what it says.
struct GivenPhone {
    std::string text;
    phone::Reading reading;
};

/// What one item of a request says of one contact. Only what was sent changes.
struct Change {
    /// Always there in a create and an upsert.
    std::optional<GivenPhone> phone{};
    std::array<Sent<std::string>, text_field_count> texts{};
    std::optional<std::vector<std::string>> channels{};
    std::vector<AttributeChange> attributes{};
};

/// One item of a request: a change, or what is wrong with it.
struct Item {
    std::optional<Change> change;
    std::vector<base::FieldError> errors;
};

} // namespace hatif::contact
