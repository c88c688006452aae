#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "rpc/client.hpp"

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <set>
#include <string>

namespace hatif::program_scheduler {

/// The custom attributes that an organization has, as the contact service knows them. What it works
/// with outlives it.
class Attributes {
public:
    Attributes(contact::v1::MembershipService::StubInterface& contacts,
               const rpc::ServiceIdentity& identity)
        : contacts_{contacts}, identity_{identity} {}

    /// By their names. `unavailable` when contact is away; waits for a second at most.
    base::Result<std::set<std::string>> names(const base::OrganizationId& organization) const;

private:
    contact::v1::MembershipService::StubInterface& contacts_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::program_scheduler
