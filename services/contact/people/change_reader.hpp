#pragma once

#include "base/result.hpp"
#include "contact/attributes/attribute_schema.hpp"
#include "contact/people/change.hpp"
#include "phone/country.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace hatif::contact {

constexpr std::size_t most_items = 1'000;

/// The body of a create: one contact as a JSON object. All that is wrong is named in fieldErrors.
base::Result<Change> read_contact(std::string_view json,
                                  const phone::Country& home,
                                  const AttributeSchema& attributes = AttributeSchema::none());

/// The body of an update: as that of a create, and the phone may be left out.
base::Result<Change> read_update(std::string_view json,
                                 const phone::Country& home,
                                 const AttributeSchema& attributes = AttributeSchema::none());

/// The `data` of an upsert: a list of 1 to 1,000 contacts. A bad item refuses only itself; its
/// errors name members of the item ("primaryPhone", "channels[2]", "customAttributes.balance").
base::Result<std::vector<Item>>
read_contacts(std::string_view json,
              const phone::Country& home,
              const AttributeSchema& attributes = AttributeSchema::none());

} // namespace hatif::contact
