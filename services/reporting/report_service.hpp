#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "reporting/lookups.hpp"
#include "reporting/report_store.hpp"

#include <hatif/reporting/v1/report_service.grpc.pb.h>

namespace hatif::reporting {

/// hatif/reporting/v1/report_service.proto. The other services are asked for what no event has told
/// of yet.
class ReportService final : public v1::ReportService::Service {
public:
    ReportService(endpoint::Endpoint& endpoint,
                  pg::Pool& pool,
                  const Lookups& lookups,
                  const base::Clock& clock)
        : endpoint_{endpoint}, pool_{pool}, lookups_{lookups}, clock_{clock} {}

    grpc::Status GetCallReport(grpc::ServerContext* context,
                               const v1::GetCallReportRequest* request,
                               v1::CallReport* response) override;
    grpc::Status ListCallReports(grpc::ServerContext* context,
                                 const v1::ListCallReportsRequest* request,
                                 v1::ListCallReportsResponse* response) override;
    grpc::Status ExportCallReports(grpc::ServerContext* context,
                                   const v1::ExportCallReportsRequest* request,
                                   grpc::ServerWriter<type::v1::Download>* writer) override;
    grpc::Status ListContactCalls(grpc::ServerContext* context,
                                  const v1::ListContactCallsRequest* request,
                                  v1::ListContactCallsResponse* response) override;
    grpc::Status ListExecutionCalls(grpc::ServerContext* context,
                                    const v1::ListExecutionCallsRequest* request,
                                    v1::ListExecutionCallsResponse* response) override;

private:
    base::Result<void> get(const rpc::Caller& caller,
                           const v1::GetCallReportRequest& request,
                           pg::Transaction& transaction,
                           v1::CallReport& response);

    endpoint::Endpoint& endpoint_;
    pg::Pool& pool_;
    const Lookups& lookups_;
    const base::Clock& clock_;
};

} // namespace hatif::reporting
