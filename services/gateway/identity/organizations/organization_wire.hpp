#pragma once

#include "base/result.hpp"
#include "gateway/identity/organizations/organization.hpp"

#include <hatif/gateway/v1/organization_service.pb.h>

namespace hatif::gateway {

/// Every wrong member named. `slug` is left to who knows which are taken.
base::Result<Organization> read_organization(const v1::CreateOrganizationRequest& request,
                                             base::Instant now);

/// The organization with only those members changed that were sent.
base::Result<Organization> changed_organization(Organization organization,
                                                const v1::UpdateOrganizationRequest& request,
                                                base::Instant now);
base::Result<Organization> changed_organization(Organization organization,
                                                const v1::UpdateAnyOrganizationRequest& request,
                                                base::Instant now);

void to_wire(const Organization& organization, v1::Organization& wire);

} // namespace hatif::gateway
