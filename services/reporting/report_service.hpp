#pragma once

#include "endpoint/endpoint.hpp"

#include <hatif/reporting/v1/report_service.grpc.pb.h>

namespace hatif::reporting {

/// hatif/reporting/v1/report_service.proto.
class ReportService final : public v1::ReportService::Service {
public:
    explicit ReportService(endpoint::Endpoint& endpoint) : endpoint_{endpoint} {}

    grpc::Status GetCallReport(grpc::ServerContext* context,
                               const v1::GetCallReportRequest* request,
                               v1::CallReport* response) override;
    grpc::Status ListExecutionCalls(grpc::ServerContext* context,
                                    const v1::ListExecutionCallsRequest* request,
                                    v1::ListExecutionCallsResponse* response) override;

private:
    endpoint::Endpoint& endpoint_;
};

} // namespace hatif::reporting
