#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"
#include "program_scheduler/executions/control.hpp"
#include "program_scheduler/executions/live_views.hpp"

#include <hatif/program/v1/execution_service.grpc.pb.h>

namespace hatif::program_scheduler {

class ExecutionService final : public program::v1::ExecutionService::Service {
public:
    ExecutionService(endpoint::Endpoint& endpoint, pg::Pool& pool, const base::Clock& clock)
        : endpoint_{endpoint}, views_{pool}, clock_{clock} {}

    grpc::Status ListExecutions(grpc::ServerContext* context,
                                const program::v1::ListExecutionsRequest* request,
                                program::v1::ListExecutionsResponse* answer) override;
    grpc::Status GetExecution(grpc::ServerContext* context,
                              const program::v1::GetExecutionRequest* request,
                              program::v1::Execution* answer) override;
    grpc::Status WatchExecution(grpc::ServerContext* context,
                                const program::v1::GetExecutionRequest* request,
                                grpc::ServerWriter<program::v1::Execution>* stream) override;
    grpc::Status PauseExecution(grpc::ServerContext* context,
                                const program::v1::ChangeExecutionRequest* request,
                                program::v1::Execution* answer) override;
    grpc::Status ResumeExecution(grpc::ServerContext* context,
                                 const program::v1::ResumeExecutionRequest* request,
                                 program::v1::Execution* answer) override;
    grpc::Status CancelExecution(grpc::ServerContext* context,
                                 const program::v1::ChangeExecutionRequest* request,
                                 program::v1::Execution* answer) override;
    grpc::Status ChangeExecutionLimits(grpc::ServerContext* context,
                                       const program::v1::ChangeExecutionLimitsRequest* request,
                                       program::v1::Execution* answer) override;
    grpc::Status DeleteExecution(grpc::ServerContext* context,
                                 const program::v1::ChangeExecutionRequest* request,
                                 google::protobuf::Empty* answer) override;

private:
    grpc::Status change(const grpc::ServerContext& context,
                        const program::v1::ChangeExecutionRequest& request,
                        Control what,
                        program::v1::Execution& answer);

    endpoint::Endpoint& endpoint_;
    LiveViews views_;
    const base::Clock& clock_;
};

} // namespace hatif::program_scheduler
