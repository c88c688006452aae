#pragma once

#include "contact/audiences/audience.hpp"

#include <hatif/contact/v1/audience.pb.h>

namespace hatif::contact {

void to_wire(const Audience& audience, v1::Audience& wire);

} // namespace hatif::contact
