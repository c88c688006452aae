#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "phone/country.hpp"
#include "rpc/caller.hpp"

#include <string_view>

namespace hatif::contact {

/// Whose data the caller works on. Refused when it belongs to no organization.
base::Result<base::OrganizationId> organization_of(const rpc::Caller& caller);

/// The organization that a service names in its request.
base::Result<base::OrganizationId> organization_named(std::string_view id);

/// The country by whose habits the organization's phones are read; without one, only numbers with
/// a country code are numbers.
phone::Country home_of(const rpc::Caller& caller);

} // namespace hatif::contact
