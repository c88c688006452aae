#pragma once

#include "base/result.hpp"
#include "endpoint/download.hpp"
#include "pg/pool.hpp"
#include "rpc/caller.hpp"

#include <hatif/contact/v1/contact_service.pb.h>

namespace hatif::contact {

/// Writes all contacts that the request means, a thousand at a time: no transaction is open while
/// the client reads, and none of what was sent is kept. Ends early when the client is gone.
base::Result<void> export_contacts(const rpc::Caller& caller,
                                   const v1::ExportContactsRequest& request,
                                   pg::Pool& pool,
                                   endpoint::Download& download);

} // namespace hatif::contact
