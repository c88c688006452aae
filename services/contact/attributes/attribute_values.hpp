#pragma once

#include "base/result.hpp"
#include "contact/attributes/attribute_schema.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What one contact has of custom attributes, as stored: a JSON object whose keys name attribute
/// and type ("account_balance:number"), in their order, without spaces. So a deleted attribute
/// hides its values, one that is made again with the same type shows them, and with another type it
/// never shows what that type would refuse.
namespace hatif::contact {

inline constexpr std::string_view no_attributes = "{}";

/// One value that a request sends.
struct AttributeChange {
    std::string name;
    AttributeType type = AttributeType::text;
    std::optional<std::string> json; ///< as it is stored; none: it is cleared

    bool operator==(const AttributeChange&) const = default;
};

/// "account_balance:number"
std::string stored_key(std::string_view name, AttributeType type);

/// The stored values after the changes; those that say nothing new leave the text as it is. A
/// number that is written otherwise is nothing new.
std::string with_changes(std::string_view stored, const std::vector<AttributeChange>& changes);

/// Of one contact, as they are stored, with those of deleted attributes: an event carries a contact
/// whole, and Kafka takes no record above a megabyte.
constexpr std::size_t most_attribute_bytes = 64 << 10;

/// Refused when the values outgrow that. Too large from before, they may stay, and shrink.
base::Result<void> check_growth(std::string_view before, std::string_view after);

/// What clients see: the values of the attributes that there are, by their names, as JSON.
std::string visible(std::string_view stored, const AttributeSchema& schema);

/// The members of a JSON object of such values, by their names: text as it is, all else as JSON.
std::map<std::string, std::string, std::less<>> plain_values(std::string_view json);

} // namespace hatif::contact
