#pragma once

#include "contact/attributes/custom_attribute.hpp"

#include <hatif/contact/v1/custom_attribute.pb.h>

#include <optional>

/// Custom attributes as hatif/contact/v1 carries them.
namespace hatif::contact {

void to_wire(const CustomAttribute& attribute, v1::CustomAttribute& wire);

/// None for what a contract to come may add.
std::optional<AttributeType> from_wire(v1::AttributeType type);

} // namespace hatif::contact
