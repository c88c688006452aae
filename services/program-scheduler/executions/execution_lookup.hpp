#pragma once

#include "endpoint/endpoint.hpp"

#include <hatif/program/v1/execution_lookup_service.grpc.pb.h>

namespace hatif::program_scheduler {

/// What other services ask about executions; for services only.
class ExecutionLookup final : public program::v1::ExecutionLookupService::Service {
public:
    explicit ExecutionLookup(endpoint::Endpoint& endpoint) : endpoint_{endpoint} {}

    grpc::Status DescribeExecution(grpc::ServerContext* context,
                                   const program::v1::DescribeExecutionRequest* request,
                                   program::v1::ExecutionDescription* answer) override;
    grpc::Status DescribeJob(grpc::ServerContext* context,
                             const program::v1::DescribeJobRequest* request,
                             program::v1::JobDescription* answer) override;

private:
    endpoint::Endpoint& endpoint_;
};

} // namespace hatif::program_scheduler
