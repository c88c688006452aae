#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hatif::contact {

using AttributeId = base::Strong<base::Uuid, struct AttributeIdTag>;

enum class AttributeType { text, number, boolean, date, phone_number, email, url };

/// "phone_number": as stored, and as in the contract.
std::string_view word_of(AttributeType type);
std::optional<AttributeType> attribute_type_named(std::string_view word);

/// A field of contacts that an organization defined for itself.
struct CustomAttribute {
    AttributeId id;
    base::OrganizationId organization;
    std::string name; ///< what contacts and flows call it; see `attribute_name`
    std::string display_name;
    std::optional<std::string> description;
    AttributeType type = AttributeType::text;
    base::Instant created_at{};
    base::Instant updated_at{};
};

/// An organization has no more: each request that touches contacts reads them all.
constexpr std::size_t most_attributes = 500;

/// "Account Balance" is "account_balance": Latin letters and digits of it in lower case, other
/// scripts transliterated, all else an underscore. Empty when it has neither letter nor digit.
std::string attribute_name(std::string_view display_name);

/// Display name of 3 to 64 characters with a letter or a digit, a type, a description of at most
/// 256; all that is wrong is named.
base::Result<void> check_attribute(std::string_view display_name,
                                   std::optional<AttributeType> type,
                                   const std::optional<std::string>& description);
base::Result<void> check_description(const std::optional<std::string>& description);

} // namespace hatif::contact
