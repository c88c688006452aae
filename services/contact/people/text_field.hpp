#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::contact {

/// The members of a contact that are a text or nothing. What a field is called, and what it takes,
/// stands in one table; reader, SQL, wire and snapshot go through it.
enum class TextField {
    first_name,
    last_name,
    full_name,
    primary_email,
    address,
    city,
    state,
    zip,
    occupation,
    preferred_channel,
    gender,
    language,
    timezone,
};
constexpr std::size_t text_field_count = 13;

using Texts = std::array<std::optional<std::string>, text_field_count>;

struct TextRule {
    TextField field;
    std::string_view name;   ///< over REST: "firstName"
    std::string_view column; ///< in PostgreSQL: "first_name"
    std::size_t most;        ///< characters
    bool (*takes)(std::string_view);
    std::string_view wants; ///< what `takes` asks for, after "must be "
};

/// In the order of the enumerators.
const std::array<TextRule, text_field_count>& text_rules();

constexpr std::size_t index_of(TextField field) {
    return static_cast<std::size_t>(field);
}

/// One @ with something around it and a dot behind it, no spaces: what can be told without asking
/// the mail server.
bool is_email(std::string_view text);

} // namespace hatif::contact
