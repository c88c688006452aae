#pragma once

#include "base/result.hpp"
#include "gateway/identity/members/member.hpp"

#include <hatif/gateway/v1/identity_service.pb.h>
#include <hatif/gateway/v1/member_service.pb.h>

namespace hatif::gateway {

/// A new member as asked for, the password not yet hashed; every wrong member named.
base::Result<Member> read_member(const v1::CreateMemberRequest& request,
                                 const base::OrganizationId& organization,
                                 base::Instant now);

/// The member with only those members changed that were sent; the password is checked, and taken
/// away when it was sent as null, but not set.
base::Result<Member>
changed_member(Member member, const v1::UpdateMemberRequest& request, base::Instant now);

/// The same of what a person may change of their own.
base::Result<Member>
changed_me(Member member, const v1::UpdateMeRequest& request, base::Instant now);

void to_wire(const Member& member, v1::Member& wire);

} // namespace hatif::gateway
