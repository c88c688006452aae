#pragma once

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"
#include "pg/pool.hpp"

#include <hatif/reporting/v1/report_service.pb.h>
#include <hatif/type/v1/download.pb.h>

#include <grpcpp/support/sync_stream.h>

namespace hatif::reporting {

/// Writes the reports of before `now`, page by page: no more than one is held, and while the client
/// reads no transaction is open. Ends without an error when the client goes away.
base::Result<void> export_calls(pg::Pool& pool,
                                base::OrganizationId organization,
                                const v1::ExportCallReportsRequest& request,
                                base::Instant now,
                                grpc::ServerWriter<type::v1::Download>& writer);

} // namespace hatif::reporting
