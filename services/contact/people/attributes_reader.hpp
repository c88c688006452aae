#pragma once

#include "base/error.hpp"
#include "contact/attributes/attribute_schema.hpp"
#include "contact/attributes/attribute_values.hpp"
#include "phone/country.hpp"

#include <simdjson.h>

#include <vector>

namespace hatif::contact {

/// The member `customAttributes` of a contact, of a document that was proven to be JSON: what it
/// changes into `changes`, what is wrong with it into `wrong` ("customAttributes.balance"). Null
/// clears all of them.
void read_attributes(simdjson::ondemand::value& sent,
                     const AttributeSchema& schema,
                     const phone::Country& home,
                     std::vector<AttributeChange>& changes,
                     std::vector<base::FieldError>& wrong);

} // namespace hatif::contact
