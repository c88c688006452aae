#pragma once

#include "endpoint/endpoint.hpp"
#include "reporting/lookups.hpp"

#include <hatif/reporting/v1/statistics_service.grpc.pb.h>

namespace hatif::reporting {

/// hatif/reporting/v1/statistics_service.proto.
class StatisticsService final : public v1::StatisticsService::Service {
public:
    StatisticsService(endpoint::Endpoint& endpoint, const Lookups& lookups)
        : endpoint_{endpoint}, lookups_{lookups} {}

    grpc::Status GetExecutionReport(grpc::ServerContext* context,
                                    const v1::GetExecutionReportRequest* request,
                                    v1::ExecutionReport* response) override;
    grpc::Status GetExecutionBreakdown(grpc::ServerContext* context,
                                       const v1::GetExecutionBreakdownRequest* request,
                                       v1::ExecutionBreakdown* response) override;

private:
    endpoint::Endpoint& endpoint_;
    const Lookups& lookups_;
};

} // namespace hatif::reporting
