#pragma once

#include "contact/attributes/attribute_schema.hpp"
#include "contact/people/apply.hpp"
#include "contact/people/contact.hpp"

#include <hatif/contact/v1/contact.pb.h>
#include <hatif/contact/v1/contact_service.pb.h>

#include <optional>

/// Contacts as hatif/contact/v1 carries them.
namespace hatif::contact {

/// `schema`: the custom attributes that clients see.
void to_wire(const Contact& contact, const AttributeSchema& schema, v1::Contact& wire);
void to_wire(const Applied& applied, v1::UpsertContactsResponse& wire);

/// None for the unspecified one.
std::optional<PhoneStatus> from_wire(v1::PhoneStatus status);

} // namespace hatif::contact
