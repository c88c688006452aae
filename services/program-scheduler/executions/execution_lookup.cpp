#include "program_scheduler/executions/execution_lookup.hpp"

#include "program_scheduler/executions/execution_rows.hpp"

namespace hatif::program_scheduler {

namespace v1 = program::v1;

grpc::Status ExecutionLookup::DescribeExecution(grpc::ServerContext* context,
                                                const v1::DescribeExecutionRequest* request,
                                                v1::ExecutionDescription* answer) {
    const auto look = [&](const rpc::Caller&, pg::Transaction& transaction) -> base::Result<void> {
        // An id that is none belongs to nothing.
        const auto organization = base::Uuid::parse(request->organization_id());
        const auto id = base::Uuid::parse(request->execution_id());
        const auto program = program_of_execution(
            transaction, base::OrganizationId{organization.value_or(base::Uuid{})},
            base::ExecutionId{id.value_or(base::Uuid{})});
        if (!program) return base::fail(program.error());
        answer->set_program_id(program->value().to_string());
        return {};
    };
    return endpoint_.run(*context, *request, *answer, look);
}

} // namespace hatif::program_scheduler
