#pragma once

#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "rpc/caller.hpp"

#include <hatif/contact/v1/audience_service.pb.h>

/// The requests that list and change the members of an audience, within their transaction.
namespace hatif::contact {

base::Result<void> list_members(const rpc::Caller& caller,
                                const v1::ListAudienceContactsRequest& request,
                                pg::Transaction& transaction,
                                v1::ListAudienceContactsResponse& response);

base::Result<void> add_members(const rpc::Caller& caller,
                               const v1::ChangeMembersRequest& request,
                               base::Instant now,
                               pg::Transaction& transaction,
                               v1::AddContactsResponse& response);

base::Result<void> remove_members(const rpc::Caller& caller,
                                  const v1::ChangeMembersRequest& request,
                                  base::Instant now,
                                  pg::Transaction& transaction,
                                  v1::RemoveContactsResponse& response);

base::Result<void> replace_members(const rpc::Caller& caller,
                                   const v1::ReplaceContactsRequest& request,
                                   base::Instant now,
                                   pg::Transaction& transaction,
                                   v1::ReplaceContactsResponse& response);

} // namespace hatif::contact
