#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "contact/attributes/attribute_values.hpp"
#include "contact/people/text_field.hpp"
#include "phone/phone_number.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::contact {

enum class PhoneStatus { valid, possible, invalid, unreachable };

/// A person who can be called, as stored.
struct Contact {
    base::ContactId id;
    base::OrganizationId organization;
    std::string primary_phone; ///< as last given
    /// What makes two phones the same: E.164, or the digits of what is no number.
    std::string match_key;
    std::optional<phone::PhoneNumber> phone;
    PhoneStatus phone_status = PhoneStatus::invalid;
    Texts texts{};
    std::vector<std::string> channels{};
    std::string attributes{no_attributes}; ///< see attribute_values.hpp
    std::string search_text{};             ///< see search_text.hpp
    base::Instant created_at{};
    base::Instant updated_at{};

    const std::optional<std::string>& text(TextField field) const { return texts[index_of(field)]; }

    bool operator==(const Contact&) const = default;
};

/// As given, else made of the first and the last name; nothing when there is neither.
std::optional<std::string> full_name_of(const Texts& texts);

} // namespace hatif::contact
