#pragma once

#include "contact/people/apply.hpp"
#include "contact/people/contact.hpp"

#include <hatif/contact/v1/contact.pb.h>
#include <hatif/contact/v1/contact_service.pb.h>

/// Contacts as hatif/contact/v1 carries them.
namespace hatif::contact {

void to_wire(const Contact& contact, v1::Contact& wire);
void to_wire(const Applied& applied, v1::UpsertContactsResponse& wire);

} // namespace hatif::contact
