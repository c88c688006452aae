#pragma once

#include "endpoint/endpoint.hpp"
#include "rpc/client.hpp"

#include <hatif/program/v1/execution_lookup_service.grpc.pb.h>
#include <hatif/reporting/v1/report_service.grpc.pb.h>

namespace hatif::reporting {

/// hatif/reporting/v1/report_service.proto. The scheduler is asked for executions that no event has
/// told of yet.
class ReportService final : public v1::ReportService::Service {
public:
    ReportService(endpoint::Endpoint& endpoint,
                  program::v1::ExecutionLookupService::StubInterface& scheduler,
                  const rpc::ServiceIdentity& identity)
        : endpoint_{endpoint}, scheduler_{scheduler}, identity_{identity} {}

    grpc::Status GetCallReport(grpc::ServerContext* context,
                               const v1::GetCallReportRequest* request,
                               v1::CallReport* response) override;
    grpc::Status ListExecutionCalls(grpc::ServerContext* context,
                                    const v1::ListExecutionCallsRequest* request,
                                    v1::ListExecutionCallsResponse* response) override;

private:
    base::Result<void> list(const rpc::Caller& caller,
                            const v1::ListExecutionCallsRequest& request,
                            pg::Transaction& transaction,
                            v1::ListExecutionCallsResponse& response);
    base::Result<void> ask_scheduler(base::OrganizationId organization,
                                     const base::Uuid& execution);

    endpoint::Endpoint& endpoint_;
    program::v1::ExecutionLookupService::StubInterface& scheduler_;
    const rpc::ServiceIdentity& identity_;
};

} // namespace hatif::reporting
