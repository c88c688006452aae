#pragma once

#include "contact/do_not_call/do_not_call.hpp"

#include <hatif/contact/v1/do_not_call.pb.h>
#include <hatif/contact/v1/do_not_call_service.pb.h>

/// The do-not-call list as hatif/contact/v1 carries it.
namespace hatif::contact {

void to_wire(const DoNotCallEntry& entry, v1::DoNotCallEntry& wire);
void to_wire(const Listing& listing, v1::AddDoNotCallResponse& wire);

/// Unspecified: said by a client of the API.
DoNotCallSource from_wire(v1::DoNotCallSource source);

} // namespace hatif::contact
